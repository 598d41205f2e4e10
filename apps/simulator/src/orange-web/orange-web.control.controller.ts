import {
  BadRequestException,
  Controller,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Req,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SameOriginGuard } from '../control/same-origin.guard.js';
import { ownUrl } from '../http/headers.js';
import { readJsonObject } from '../http/json-body.js';
import { OrangeWebOrdersService, type OrangeWebPage } from './orange-web.orders.service.js';
import { readNumber } from './orange-web.requests.js';
import { statusWord, type StatusWord } from './orange-web.statuses.js';

interface ControlledOrder {
  readonly orderId: string;
  readonly status: StatusWord;
  readonly pageUrl: string;
}

/** Plays payers of payment pages without a browser. */
@Controller('_control/orange-web/orders/:orderId')
@UseGuards(SameOriginGuard)
export class OrangeWebControlController {
  constructor(private readonly orders: OrangeWebOrdersService) {}

  @Get()
  read(@Param('orderId') orderId: string, @Req() request: FastifyRequest): ControlledOrder {
    const { payToken, order, transaction } = this.pageOf(orderId);
    const pageUrl = this.orders.addressOf(payToken, ownUrl(request));
    return { orderId, status: statusWord(order, transaction), pageUrl };
  }

  /** As the form of the page does, with the number alone. */
  @Post('confirmation')
  @HttpCode(200)
  confirm(@Param('orderId') orderId: string, @Req() request: FastifyRequest): ControlledOrder {
    const { msisdn } = readJsonObject(request.body) ?? {};
    const number = typeof msisdn === 'string' ? readNumber(msisdn) : null;
    if (number === null) throw new BadRequestException('"msisdn" must be a number of Cameroon.');
    if (!this.orders.confirm(this.pageOf(orderId), number)) throw new ServiceUnavailableException('Out of reach.');
    return this.read(orderId, request);
  }

  private pageOf(orderId: string): OrangeWebPage {
    const page = this.orders.pageOf(orderId);
    if (!page) throw new NotFoundException(`There is no order ${orderId}.`);
    return page;
  }
}
