import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiCallLog } from '#identity';
import { answeredCall, type DoorReply, type DoorRequest } from '#platform';
import { AccessTokens, accessTokenIn } from './access-tokens.js';
import { modeAsked } from './mode.js';

/**
 * Logs every call with an access token that is known, after it was answered: refused ones too, and those that no guard has
 * seen because they lead nowhere or could not be read.
 */
@Injectable()
export class ApiCalls implements OnModuleInit {
  private readonly logger = new Logger('ApiCalls');

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly tokens: AccessTokens,
    private readonly log: ApiCallLog,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('onResponse', async (request, reply) => {
      try {
        await this.record(request, reply);
      } catch (error) {
        this.logger.warn(`a call with an access token is not logged: ${(error as Error).message}`);
      }
    });
  }

  private async record(request: DoorRequest, reply: Pick<DoorReply, 'statusCode' | 'elapsedTime'>): Promise<void> {
    const token = accessTokenIn(request);
    const recognised = token === null ? null : await this.tokens.recognise(request, token);
    if (!recognised) return;
    const { principal } = recognised;
    const { error } = (request.refusal?.body ?? {}) as { error?: { message: string } };
    this.log.record({
      ...answeredCall(request, reply),
      organizationId: principal.organizationId,
      credential: { type: 'personal_access_token', id: principal.accessTokenId },
      mode: modeAsked(principal, request),
      errorMessage: error?.message ?? null,
    });
  }
}
