import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiCallLog } from '#identity';
import { recordAnsweredCalls, type AnsweredCall, type DoorRequest } from '#platform';
import { PersonalTokens, accessTokenIn } from './personal-tokens.js';
import { modeAsked } from './mode.js';

/** Logs every call with an access token that is known. */
@Injectable()
export class ApiCalls implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly tokens: PersonalTokens,
    private readonly log: ApiCallLog,
  ) {}

  onModuleInit(): void {
    recordAnsweredCalls(this.host, (request, call) => this.record(request, call));
  }

  private async record(request: DoorRequest, call: AnsweredCall): Promise<void> {
    const token = accessTokenIn(request);
    const recognised = token === null ? null : await this.tokens.recognise(request, token);
    if (!recognised) return;
    const { principal } = recognised;
    const { error } = (request.refusal?.body ?? {}) as { error?: { message: string } };
    this.log.record({
      ...call,
      organizationId: principal.organizationId,
      credential: { type: 'personal_access_token', id: principal.accessTokenId },
      mode: modeAsked(principal, request),
      errorMessage: error?.message ?? null,
    });
  }
}
