import { Controller, Get, Param, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BooksService } from '../books/books.service.js';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { outcomeKeyOf, paymentOutcome } from '../outcomes.js';
import { OutcomeOverridesService } from '../transactions/outcome-overrides.service.js';
import { MtnMomoAccessGuard } from './mtn-momo.access.guard.js';
import { coded, notFound } from './mtn-momo.errors.js';
import { MtnMomoFilter } from './mtn-momo.filter.js';
import { publishedHolderAnswer } from './published-numbers.js';
import { MTN_MOMO } from './mtn-momo-operator.js';
import { productOf, requireHolderType, requireSandboxCurrency } from './mtn-momo.requests.js';
import { MTN_MOMO_SANDBOX } from './mtn-momo-settings.js';

/** Balances and account holders, alike in both products (§3.4). */
@Controller(['collection/v1_0', 'disbursement/v1_0'])
@UseFilters(MtnMomoFilter)
@UseGuards(faultsGuardOf(MTN_MOMO), MtnMomoAccessGuard)
export class MtnMomoAccountsController {
  constructor(
    private readonly books: BooksService,
    private readonly overrides: OutcomeOverridesService,
  ) {}

  @Get('account/balance')
  balance(@Req() request: FastifyRequest): Record<string, string> {
    const { currency } = MTN_MOMO_SANDBOX;
    return { availableBalance: this.books.balance(MTN_MOMO, productOf(request), currency), currency };
  }

  @Get('account/balance/:currency')
  balanceIn(@Req() request: FastifyRequest, @Param('currency') currency: string): Record<string, string> {
    requireSandboxCurrency(currency);
    return this.balance(request);
  }

  @Get('accountholder/:type/:id/active')
  active(@Param('type') type: string, @Param('id') id: string): { result: boolean } {
    requireHolderType(type);
    return { result: this.isActive(id) };
  }

  /** The page's fixed answer with the sandbox's own name (§3.4). */
  @Get('accountholder/msisdn/:id/basicuserinfo')
  basicUserInfo(@Param('id') id: string): Record<string, string | number> {
    if (!this.isActive(id)) throw notFound();
    return {
      sub: '0',
      name: 'Sandbox Payer',
      given_name: 'Sandbox',
      family_name: 'Payer',
      birthdate: '1976-08-13',
      locale: 'sv_SE',
      gender: 'MALE',
      updated_at: 1_700_000_000,
    };
  }

  private isActive(number: string): boolean {
    const chosen = this.overrides.ofNumber(MTN_MOMO, number);
    const published = chosen === undefined ? publishedHolderAnswer(number) : null;
    if (published) throw coded(published.httpStatus, published.code);
    return paymentOutcome(chosen ?? outcomeKeyOf(number)).holderActive;
  }
}
