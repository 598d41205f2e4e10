import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiCallLog } from '#identity';
import { recordAnsweredCalls, type AnsweredCall, type DoorRequest } from '#platform';
import { apiKeyIn, ApiKeys } from './api-keys.js';

/** Logs every call with a key that is known. */
@Injectable()
export class ApiCalls implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly keys: ApiKeys,
    private readonly log: ApiCallLog,
  ) {}

  onModuleInit(): void {
    recordAnsweredCalls(this.host, (request, call) => this.record(request, call));
  }

  private async record(request: DoorRequest, call: AnsweredCall): Promise<void> {
    const key = apiKeyIn(request);
    const recognised = key === null ? null : await this.keys.recognise(request, key);
    if (!recognised) return;
    const { organizationId, apiKeyId, mode } = recognised.principal;
    const { message = null } = (request.refusal?.body ?? {}) as { message?: string };
    this.log.record({
      ...call,
      organizationId,
      credential: { type: 'api_key', id: apiKeyId },
      mode,
      errorMessage: message,
    });
  }
}
