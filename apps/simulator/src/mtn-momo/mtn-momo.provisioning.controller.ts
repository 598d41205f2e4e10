import { Controller, Get, HttpCode, Param, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { headerOf } from '../http/headers.js';
import { MtnMomoAccessService } from './mtn-momo.access.service.js';
import { badRequest } from './mtn-momo.errors.js';
import { MtnMomoFilter } from './mtn-momo.filter.js';
import { MTN_MOMO } from './mtn-momo-operator.js';
import { readBody, readReference } from './mtn-momo.requests.js';
import { MTN_MOMO_PRODUCTS, MTN_MOMO_SANDBOX } from './mtn-momo-settings.js';

/** Sandbox provisioning (providers/mtn-momo.md §2.2): any product's subscription key opens it. */
@Controller('v1_0/apiuser')
@UseFilters(MtnMomoFilter)
@UseGuards(faultsGuardOf(MTN_MOMO))
export class MtnMomoProvisioningController {
  constructor(private readonly access: MtnMomoAccessService) {}

  @Post()
  @HttpCode(201)
  createApiUser(@Req() request: FastifyRequest): void {
    const subscriptionKey = this.requireSubscriptionKey(request);
    const id = readReference(headerOf(request, 'x-reference-id'));
    const host = readBody(request.body)['providerCallbackHost'];
    if (typeof host !== 'string' || host.trim() === '') throw badRequest();
    this.access.createApiUser(id, host, subscriptionKey);
  }

  @Post(':apiUser/apikey')
  @HttpCode(201)
  issueApiKey(@Req() request: FastifyRequest, @Param('apiUser') apiUser: string): { apiKey: string } {
    this.requireSubscriptionKey(request);
    return { apiKey: this.access.issueApiKey(readReference(apiUser)) };
  }

  @Get(':apiUser')
  showApiUser(@Req() request: FastifyRequest, @Param('apiUser') apiUser: string): Record<string, string> {
    this.requireSubscriptionKey(request);
    const { providerCallbackHost } = this.access.apiUser(readReference(apiUser));
    return { providerCallbackHost, targetEnvironment: MTN_MOMO_SANDBOX.targetEnvironment };
  }

  private requireSubscriptionKey(request: FastifyRequest): string {
    const key = headerOf(request, 'ocp-apim-subscription-key');
    this.access.checkSubscriptionKey(MTN_MOMO_PRODUCTS, key);
    return key ?? '';
  }
}
