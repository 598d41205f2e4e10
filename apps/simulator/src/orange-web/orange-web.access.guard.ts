import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf } from '../http/headers.js';
import { OrangeWebAccessService } from './orange-web.access.service.js';

@Injectable()
export class OrangeWebAccessGuard implements CanActivate {
  constructor(private readonly access: OrangeWebAccessService) {}

  canActivate(context: ExecutionContext): boolean {
    this.access.authenticate(headerOf(context.switchToHttp().getRequest<FastifyRequest>(), 'authorization'));
    return true;
  }
}
