import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

export const OPERATION_METADATA = 'platform:operation';

/** Ties a controller's method to an operation of the door's contract, which judges its requests. */
export const Operation = (operationId: string): MethodDecorator => applyDecorators(SetMetadata(OPERATION_METADATA, operationId));

/** A request on its way through a door. Query, headers and body are those that the contract let through. */
export interface DoorRequest<Caller = unknown> extends FastifyRequest {
  caller?: Caller;
  rawBody?: Buffer;
  clientAddress: string;
}

export type DoorReply = FastifyReply;

/** The caller that the door's guard has recognised. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = context.switchToHttp().getRequest<DoorRequest>();
  if (!caller) throw new Error('No caller: the operation is public in the contract');
  return caller;
});
