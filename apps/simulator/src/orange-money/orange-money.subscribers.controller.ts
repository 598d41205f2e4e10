import { Controller, HttpCode, Param, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { outcomeKeyOf, paymentOutcome } from '../outcomes.js';
import { OutcomeOverridesService } from '../transactions/outcome-overrides.service.js';
import { OrangeMoneyAccessGuard } from './orange-money.access.guard.js';
import { OrangeMoneyAccessService } from './orange-money.access.service.js';
import { ORANGE_MONEY_FAILURE_CODES, refusal } from './orange-money.errors.js';
import { OrangeMoneyFilter } from './orange-money.filter.js';
import { readBody, requireSubscriber } from './orange-money.requests.js';
import { ORANGE_MONEY, ORANGE_MONEY_PATH } from './orange-money-settings.js';

/** Who holds a wallet (Orange page §B5). */
@Controller(`${ORANGE_MONEY_PATH}/omcoreapis/1.0.2/infos/subscriber`)
@UseFilters(OrangeMoneyFilter)
@UseGuards(faultsGuardOf(ORANGE_MONEY), OrangeMoneyAccessGuard)
export class OrangeMoneySubscribersController {
  constructor(
    private readonly access: OrangeMoneyAccessService,
    private readonly overrides: OutcomeOverridesService,
  ) {}

  @Post('customer/:msisdn')
  @HttpCode(200)
  customer(@Param('msisdn') msisdn: string, @Req() request: FastifyRequest): Record<string, unknown> {
    const { channelMsisdn, pin } = readBody(request.body);
    this.access.checkChannel(channelMsisdn, pin);
    requireSubscriber(msisdn);
    const outcome = paymentOutcome(this.overrides.ofNumber(ORANGE_MONEY, msisdn) ?? outcomeKeyOf(msisdn));
    if (!outcome.holderActive) throw refusal(ORANGE_MONEY_FAILURE_CODES['payer-not-found']);
    return { message: 'Subscriber found', data: { firstName: 'Sandbox', lastName: 'Payer' } };
  }
}
