import { Controller, HttpCode, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { headerOf } from '../http/headers.js';
import { MtnMomoAccessService } from './mtn-momo.access.service.js';
import { MtnMomoFilter } from './mtn-momo.filter.js';
import { MTN_MOMO } from './mtn-momo-operator.js';
import { productOf } from './mtn-momo.requests.js';

/** Access tokens (§2.3). A body is ignored: the documents send none, the operator's own JavaScript SDK sends a form. */
@Controller(['collection/token', 'disbursement/token'])
@UseFilters(MtnMomoFilter)
@UseGuards(faultsGuardOf(MTN_MOMO))
export class MtnMomoTokenController {
  constructor(private readonly access: MtnMomoAccessService) {}

  @Post()
  @HttpCode(200)
  login(@Req() request: FastifyRequest): Record<string, string | number> {
    const product = productOf(request);
    this.access.checkSubscriptionKey([product], headerOf(request, 'ocp-apim-subscription-key'));
    const { token, ttlSeconds } = this.access.login(product, headerOf(request, 'authorization'));
    return { access_token: token, token_type: 'access_token', expires_in: ttlSeconds };
  }
}
