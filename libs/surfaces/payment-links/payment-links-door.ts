import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCallLog, Authenticator } from '#identity';
import { Clock } from '#kernel';
import { PayerWatch } from '#payments';
import { RateLimiter, Sealing, type Door } from '#platform';
import { paymentLinksDialect } from './dialect/payment-links-dialect.js';
import { PaymentLinksModule } from './payment-links.module.js';

/** The payment-links door, for servers and for the pages of payers (contracts/payment-links.openapi.yaml). */
export const paymentLinksDoor: Door = {
  module: PaymentLinksModule,
  dialect: paymentLinksDialect,
  uses: [CommandBus, QueryBus, Authenticator, ApiCallLog, RateLimiter, Sealing, PayerWatch, Clock],
  pages: ['pay', 'pay/*path'],
  allowedHeaders: ['content-type', 'x-api-key', 'x-mode', 'authorization', 'idempotency-key'],
  exposedHeaders: [
    'X-Request-Id',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
    'Retry-After',
    'Idempotency-Replayed',
  ],
  publicCallsFromAnyOrigin: true,
};
