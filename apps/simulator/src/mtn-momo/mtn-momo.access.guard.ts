import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../http/headers.js';
import { MtnMomoAccessService, type MtnMomoApiUser } from './mtn-momo.access.service.js';
import { refusal } from './mtn-momo.errors.js';
import { productOf } from './mtn-momo.requests.js';
import { MTN_MOMO_SANDBOX } from './mtn-momo-settings.js';

const callers = new WeakMap<FastifyRequest['raw'], MtnMomoApiUser>();

/** The API user that the guard let through. */
export function callerOf(request: FastifyRequest): MtnMomoApiUser {
  const caller = callers.get(request.raw);
  if (!caller) throw new Error('The route is not behind the access guard.');
  return caller;
}

/** What every product call must carry (§2.1), checked in the gateway's order: key, bearer, environment. */
@Injectable()
export class MtnMomoAccessGuard implements CanActivate {
  constructor(private readonly access: MtnMomoAccessService) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const product = productOf(request);
    this.access.checkSubscriptionKey([product], headerOf(request, 'ocp-apim-subscription-key'));
    const user = this.access.authenticate(product, headerOf(request, 'authorization'));
    // A sandbox user made with one product's key is refused by the other product in these words (§2.2).
    if (headerOf(request, 'x-target-environment') !== MTN_MOMO_SANDBOX.targetEnvironment || isForeign(user, product)) {
      throw refusal('NOT_ALLOWED_TARGET_ENVIRONMENT');
    }
    callers.set(request.raw, user);
    return true;
  }
}

function isForeign(user: MtnMomoApiUser, product: string): boolean {
  return user.product !== null && user.product !== product;
}
