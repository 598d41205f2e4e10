import { Authenticator } from '#identity';
import { RateLimiter, type Door } from '#platform';
import { walletDialect } from './dialect/wallet-dialect.js';
import { WalletModule } from './wallet.module.js';

/** The wallet door, for the applications of customers (contracts/wallet.openapi.yaml). */
export const walletDoor: Door = {
  module: WalletModule,
  dialect: walletDialect,
  uses: [Authenticator, RateLimiter],
  allowedHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'x-device-id',
    'x-client-country',
    'x-request-id',
  ],
  exposedHeaders: [
    'X-Request-Id',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
    'Retry-After',
    'Content-Disposition',
  ],
};
