import { Authenticator } from '#identity';
import { RateLimiter, type Door } from '#platform';
import { merchantDialect } from './dialect/merchant-dialect.js';
import { MerchantModule } from './merchant.module.js';

/** The merchant door (contracts/merchant.openapi.yaml). */
export const merchantDoor: Door = {
  module: MerchantModule,
  dialect: merchantDialect,
  uses: [Authenticator, RateLimiter],
  allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-app-context', 'x-request-id'],
  exposedHeaders: [
    'X-Request-Id',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
    'Retry-After',
    'Idempotency-Replayed',
    'Content-Disposition',
  ],
  takesCookies: true,
};
