import { Controller, HttpCode, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { readForm } from '../http/form-body.js';
import { headerOf } from '../http/headers.js';
import { OrangeWebAccessService } from './orange-web.access.service.js';
import { LoginRefused } from './orange-web.errors.js';
import { OrangeWebFilter } from './orange-web.filter.js';
import { ORANGE_WEB } from './orange-web-settings.js';

/** The tokens of api.orange.com (Orange page §A1). */
@Controller('oauth/v3/token')
@UseFilters(OrangeWebFilter)
@UseGuards(faultsGuardOf(ORANGE_WEB))
export class OrangeWebTokenController {
  constructor(private readonly access: OrangeWebAccessService) {}

  @Post()
  @HttpCode(200)
  login(@Req() request: FastifyRequest): Record<string, string | number> {
    if (readForm(request.body).get('grant_type') !== 'client_credentials') {
      throw new LoginRefused(400, 'unsupported_grant_type');
    }
    const { token, lifetimeSeconds } = this.access.login(headerOf(request, 'authorization'));
    return { token_type: 'Bearer', access_token: token, expires_in: lifetimeSeconds };
  }
}
