import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WordedFailure } from './dialect.js';

export const OPERATION_METADATA = 'platform:operation';

/** Ties a controller's method to an operation of the door's contract, which judges its requests. */
export const Operation = (operationId: string): MethodDecorator =>
  applyDecorators(SetMetadata(OPERATION_METADATA, operationId));

export const UNJUDGED_METADATA = 'platform:unjudged';

/** Lets every request through, whatever its fields look like: for notices of others, which no schema may lose. */
export const Unjudged = (): MethodDecorator => SetMetadata(UNJUDGED_METADATA, true);

export const PAGE_METADATA = 'platform:page';

/** A page for people: no operation of the contract, and served below one of the paths that its door names for pages. */
export const Page = (): MethodDecorator => SetMetadata(PAGE_METADATA, true);

/** A request on its way through a door. Query, headers and body are those that the contract let through. */
export interface DoorRequest<Caller = unknown> extends FastifyRequest {
  caller?: Caller;
  rawBody?: Buffer;
  clientAddress: string;
  /** What the call was refused with, once it was. */
  refusal?: WordedFailure;
}

export type DoorReply = FastifyReply;

/** The token of `Authorization: Bearer <token>`, or null. */
export function bearerToken({ headers }: Pick<DoorRequest, 'headers'>): string | null {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** The caller that the door's guard has recognised. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = context.switchToHttp().getRequest<DoorRequest>();
  if (!caller) throw new Error('No caller: the operation is public in the contract');
  return caller;
});
