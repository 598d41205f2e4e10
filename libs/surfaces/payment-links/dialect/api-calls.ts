import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiCallLog } from '#identity';
import { answeredCall, type DoorReply, type DoorRequest } from '#platform';
import { apiKeyIn, ApiKeys } from './api-keys.js';

/**
 * Logs every call with a key that is known, after it was answered: refused ones too, and those that no guard has seen
 * because they lead nowhere or could not be read.
 */
@Injectable()
export class ApiCalls implements OnModuleInit {
  private readonly logger = new Logger('ApiCalls');

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly keys: ApiKeys,
    private readonly log: ApiCallLog,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('onResponse', async (request, reply) => {
      try {
        await this.record(request, reply);
      } catch (error) {
        this.logger.warn(`a call with a key is not logged: ${(error as Error).message}`);
      }
    });
  }

  private async record(request: DoorRequest, reply: Pick<DoorReply, 'statusCode' | 'elapsedTime'>): Promise<void> {
    const key = apiKeyIn(request);
    const recognised = key === null ? null : await this.keys.recognise(request, key);
    if (!recognised) return;
    const { organizationId, apiKeyId, mode } = recognised.principal;
    const { message = null } = (request.refusal?.body ?? {}) as { message?: string };
    this.log.record({
      ...answeredCall(request, reply),
      organizationId,
      credential: { type: 'api_key', id: apiKeyId },
      mode,
      errorMessage: message,
    });
  }
}
