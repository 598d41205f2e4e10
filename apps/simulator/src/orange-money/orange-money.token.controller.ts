import { Controller, HttpCode, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { readForm } from '../http/form-body.js';
import { headerOf } from '../http/headers.js';
import { OrangeMoneyAccessService } from './orange-money.access.service.js';
import { OrangeMoneyError } from './orange-money.errors.js';
import { OrangeMoneyFilter } from './orange-money.filter.js';
import { ORANGE_MONEY, ORANGE_MONEY_PATH } from './orange-money-settings.js';

/** The gateway's tokens (Orange page §B2). */
@Controller(`${ORANGE_MONEY_PATH}/token`)
@UseFilters(OrangeMoneyFilter)
@UseGuards(faultsGuardOf(ORANGE_MONEY))
export class OrangeMoneyTokenController {
  constructor(private readonly access: OrangeMoneyAccessService) {}

  @Post()
  @HttpCode(200)
  login(@Req() request: FastifyRequest): Record<string, string | number> {
    if (readForm(request.body).get('grant_type') !== 'client_credentials') {
      throw new OrangeMoneyError(400, { error: 'unsupported_grant_type' });
    }
    const { token, remainingSeconds } = this.access.login(headerOf(request, 'authorization'));
    return {
      access_token: token,
      scope: 'am_application_scope default',
      token_type: 'Bearer',
      expires_in: remainingSeconds,
    };
  }
}
