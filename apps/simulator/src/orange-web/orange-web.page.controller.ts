import { randomBytes } from 'node:crypto';
import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readForm } from '../http/form-body.js';
import { OrangeWebFilter } from './orange-web.filter.js';
import { OrangeWebOrdersService, type OrangeWebPage } from './orange-web.orders.service.js';
import { presentNoPage, presentPaymentPage, type PageMistake } from './orange-web-page.presenter.js';
import { isCode, readNumber } from './orange-web.requests.js';

/** The page on which payers confirm, at Orange: nothing of it is the merchant's. */
@Controller('payment/pay_token/:payToken')
@UseFilters(OrangeWebFilter)
export class OrangeWebPageController {
  constructor(private readonly orders: OrangeWebOrdersService) {}

  @Get()
  show(@Param('payToken') payToken: string, @Res() reply: FastifyReply): void {
    send(reply, 200, this.orders.page(payToken), null);
  }

  /** Leads back to itself, which tells how it stands until it can lead back to the merchant. */
  @Post()
  confirm(@Param('payToken') payToken: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const page = this.orders.page(payToken);
    if (!page) return send(reply, 404, null, null);
    const form = readForm(request.body);
    const number = readNumber(form.get('msisdn') ?? '');
    if (number === null) return send(reply, 400, page, 'number');
    if (!isCode(form.get('code') ?? '')) return send(reply, 400, page, 'code');
    if (!this.orders.confirm(page, number)) return send(reply, 503, page, 'away');
    void reply.redirect(request.url, 303);
  }
}

function send(reply: FastifyReply, status: number, page: OrangeWebPage | null, mistake: PageMistake | null): void {
  const nonce = randomBytes(16).toString('base64url');
  void reply
    .status(page ? status : 404)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; form-action 'self'; ` +
        `frame-ancestors 'none'`,
    )
    .send(page ? presentPaymentPage(page, mistake, nonce) : presentNoPage(nonce));
}
