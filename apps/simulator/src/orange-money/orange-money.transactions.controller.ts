import { Controller, Get, HttpCode, Param, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { OrangeMoneyAccessGuard } from './orange-money.access.guard.js';
import { malformed } from './orange-money.errors.js';
import { OrangeMoneyFilter } from './orange-money.filter.js';
import { ORANGE_MONEY, ORANGE_MONEY_PATH } from './orange-money-settings.js';
import { OPERATIONS, type OrangeMoneyOperation } from './orange-money.statuses.js';
import { OrangeMoneyTransactionsService } from './orange-money.transactions.service.js';

/** Merchant payments and cash-ins (Orange page §B3, §B4), which have the same calls; only payments have a prompt to push. */
@Controller(`${ORANGE_MONEY_PATH}/omcoreapis/1.0.2`)
@UseFilters(OrangeMoneyFilter)
@UseGuards(faultsGuardOf(ORANGE_MONEY), OrangeMoneyAccessGuard)
export class OrangeMoneyTransactionsController {
  constructor(private readonly transactions: OrangeMoneyTransactionsService) {}

  @Post(':operation/init')
  @HttpCode(200)
  init(@Param('operation') operation: string): Record<string, unknown> {
    return this.transactions.init(known(operation));
  }

  @Post(':operation/pay')
  @HttpCode(200)
  pay(@Param('operation') operation: string, @Req() request: FastifyRequest): Record<string, unknown> {
    return this.transactions.pay(known(operation), request);
  }

  @Get('mp/push/:payToken')
  push(@Param('payToken') payToken: string): Record<string, unknown> {
    return this.transactions.push(payToken);
  }

  @Get(':operation/paymentstatus/:payToken')
  status(
    @Param('operation') operation: string,
    @Param('payToken') payToken: string,
    @Req() request: FastifyRequest,
  ): Record<string, unknown> {
    return this.transactions.status(known(operation), payToken, request);
  }
}

function known(operation: string): OrangeMoneyOperation {
  const each = OPERATIONS.find((name) => name === operation);
  if (!each) throw malformed(404, 'There is no such operation.');
  return each;
}
