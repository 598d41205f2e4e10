import { Controller, Get, HttpCode, Param, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { FaultsService } from '../faults/faults.service.js';
import type { TransactionKind } from '../transactions/transaction.js';
import { MtnMomoAccessGuard } from './mtn-momo.access.guard.js';
import { MtnMomoFilter } from './mtn-momo.filter.js';
import { MTN_MOMO } from './mtn-momo-operator.js';
import { presentStatus } from './mtn-momo.statuses.js';
import { MtnMomoTransactionsService } from './mtn-momo.transactions.service.js';

/** The creating calls and their status (§3.1). There is no second version of `transfer`: it is a 404 at MTN too. */
@Controller()
@UseFilters(MtnMomoFilter)
@UseGuards(faultsGuardOf(MTN_MOMO), MtnMomoAccessGuard)
export class MtnMomoTransactionsController {
  constructor(
    private readonly transactions: MtnMomoTransactionsService,
    private readonly faults: FaultsService,
  ) {}

  @Post('collection/v1_0/requesttopay')
  @HttpCode(202)
  requestToPay(@Req() request: FastifyRequest): void {
    this.transactions.requestToPay(request);
  }

  @Post('disbursement/v1_0/transfer')
  @HttpCode(202)
  transfer(@Req() request: FastifyRequest): void {
    this.transactions.transfer(request);
  }

  @Post(['disbursement/v1_0/refund', 'disbursement/v2_0/refund'])
  @HttpCode(202)
  refund(@Req() request: FastifyRequest): void {
    this.transactions.refund(request);
  }

  @Get('collection/v1_0/requesttopay/:reference')
  requestToPayStatus(@Req() request: FastifyRequest, @Param('reference') reference: string): Record<string, unknown> {
    return this.status(request, 'collection', reference);
  }

  @Get('disbursement/v1_0/transfer/:reference')
  transferStatus(@Req() request: FastifyRequest, @Param('reference') reference: string): Record<string, unknown> {
    return this.status(request, 'transfer', reference);
  }

  @Get('disbursement/v1_0/refund/:reference')
  refundStatus(@Req() request: FastifyRequest, @Param('reference') reference: string): Record<string, unknown> {
    return this.status(request, 'refund', reference);
  }

  private status(request: FastifyRequest, kind: TransactionKind, reference: string): Record<string, unknown> {
    return presentStatus(this.transactions.status(request, kind, reference), this.faults.of(MTN_MOMO));
  }
}
