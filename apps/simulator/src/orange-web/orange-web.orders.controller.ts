import { Controller, HttpCode, Post, Req, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { faultsGuardOf } from '../faults/faults.guard.js';
import { ownUrl, saysClosed } from '../http/headers.js';
import { OrangeWebAccessGuard } from './orange-web.access.guard.js';
import { OrangeWebFilter } from './orange-web.filter.js';
import { OrangeWebOrdersService } from './orange-web.orders.service.js';
import { readBody } from './orange-web.requests.js';
import { ORANGE_WEB, ORANGE_WEB_PATH } from './orange-web-settings.js';

/** Both calls are answered 201 (Orange page §A2). */
@Controller(ORANGE_WEB_PATH)
@UseFilters(OrangeWebFilter)
@UseGuards(faultsGuardOf(ORANGE_WEB), OrangeWebAccessGuard)
export class OrangeWebOrdersController {
  constructor(private readonly orders: OrangeWebOrdersService) {}

  @Post('webpayment')
  @HttpCode(201)
  create(@Req() request: FastifyRequest): object {
    return this.orders.create(readBody(request.body), ownUrl(request));
  }

  @Post('transactionstatus')
  @HttpCode(201)
  status(@Req() request: FastifyRequest): object {
    return this.orders.status(readBody(request.body), saysClosed(request));
  }
}
