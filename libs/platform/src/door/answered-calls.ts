import { Logger } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { DoorReply, DoorRequest } from './operation.js';

/** What a log keeps of a call once it was answered: neither body, query nor headers, and nothing that it called with. */
export interface AnsweredCall {
  readonly method: string;
  /** The path, without its query. */
  readonly endpoint: string;
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  readonly ipAddress: string;
  readonly userAgent: string | null;
}

/**
 * Has `record` look at every call of a door after it was answered: refused ones too, and those that no guard has seen
 * because they lead nowhere or could not be read. What fails in it is told to our log and to nobody else.
 */
export function recordAnsweredCalls(
  { httpAdapter }: HttpAdapterHost<FastifyAdapter>,
  record: (request: DoorRequest, call: AnsweredCall) => Promise<void>,
): void {
  const logger = new Logger('AnsweredCalls');
  httpAdapter.getInstance().addHook('onResponse', async (request, reply) => {
    const called = request as DoorRequest;
    try {
      await record(called, answeredCall(called, reply));
    } catch (error) {
      logger.warn(`a call is not recorded: ${(error as Error).message}`);
    }
  });
}

const answeredCall = (request: DoorRequest, reply: Pick<DoorReply, 'statusCode' | 'elapsedTime'>): AnsweredCall => ({
  method: request.method,
  endpoint: request.url.split('?')[0] ?? '',
  status: reply.statusCode,
  durationMs: reply.elapsedTime,
  requestId: request.id,
  ipAddress: request.clientAddress,
  userAgent: request.headers['user-agent'] ?? null,
});
