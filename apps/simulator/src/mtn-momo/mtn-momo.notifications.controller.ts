import { Controller, HttpCode, Param, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { StateStore, type DocumentCollection } from '../state/state-store.js';
import { MtnMomoAccessGuard } from './mtn-momo.access.guard.js';
import { badRequest, MtnMomoError, notFound } from './mtn-momo.errors.js';
import { MtnMomoFilter } from './mtn-momo.filter.js';
import { MTN_MOMO } from './mtn-momo-operator.js';
import { readNotification, readReference } from './mtn-momo.requests.js';

/** The notice to the payer after a payment (§3.4): one for each payment, under either product's path. */
@Controller([
  'collection/v1_0/requesttopay/:reference/deliverynotification',
  'disbursement/v1_0/requesttopay/:reference/deliverynotification',
])
@UseFilters(MtnMomoFilter)
@UseGuards(faultsGuardOf(MTN_MOMO), MtnMomoAccessGuard)
export class MtnMomoNotificationsController {
  private readonly notices: DocumentCollection<string>;

  constructor(private readonly state: StateStore) {
    this.notices = state.collection('mtn-momo/notices');
  }

  @Post()
  @HttpCode(200)
  notify(@Req() request: FastifyRequest, @Param('reference') text: string): void {
    const message = readNotification(request.body);
    const reference = readReference(text);
    if (!this.state.find({ operator: MTN_MOMO, account: 'collection', reference })) {
      const isOtherKind = this.state.find({ operator: MTN_MOMO, account: 'disbursement', reference });
      throw isOtherKind ? badRequest() : notFound();
    }
    if (this.notices.get(reference) !== undefined) throw new MtnMomoError(429, null);
    this.notices.put(reference, message);
  }
}
