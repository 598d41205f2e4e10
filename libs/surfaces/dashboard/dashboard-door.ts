import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCallLog, Authenticator } from '#identity';
import { Audit, RateLimiter, type Door } from '#platform';
import { DashboardModule } from './dashboard.module.js';
import { documentationScript } from './dialect/documentation.js';
import { dashboardDialect } from './dialect/dashboard-dialect.js';

/** The dashboard door, for browser applications (contracts/dashboard.openapi.yaml). */
export const dashboardDoor: Door = {
  module: DashboardModule,
  dialect: dashboardDialect,
  uses: [CommandBus, QueryBus, Authenticator, ApiCallLog, RateLimiter, Audit],
  allowedHeaders: ['authorization', 'content-type', 'x-api-key', 'x-mode', 'idempotency-key', 'x-request-id'],
  exposedHeaders: [
    'X-Request-Id',
    'X-RateLimit-Limit',
    'X-RateLimit-Remaining',
    'X-RateLimit-Reset',
    'Retry-After',
    'Idempotency-Replayed',
    'Content-Disposition',
  ],
  documentationScript,
};
