import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** The control API has no log-in; at least no other site that is open in the same browser may steer it. */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { origin, host } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    if (origin === undefined) return true;
    if (URL.canParse(origin) && new URL(origin).host === host) return true;
    throw new ForbiddenException('The control API takes requests of its own page only.');
  }
}
