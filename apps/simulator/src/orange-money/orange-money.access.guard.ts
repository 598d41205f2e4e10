import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../http/headers.js';
import { OrangeMoneyAccessService } from './orange-money.access.service.js';

/** What every business call must carry (Orange page §B2). */
@Injectable()
export class OrangeMoneyAccessGuard implements CanActivate {
  constructor(private readonly access: OrangeMoneyAccessService) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    this.access.authenticate(headerOf(request, 'authorization'), headerOf(request, 'x-auth-token'));
    return true;
  }
}
