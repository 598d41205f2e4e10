import { randomBytes } from 'node:crypto';
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ControlService } from '../control/control.service.js';
import { handsetFragments, type HandsetFragments, type HandsetView } from './handset.presenter.js';
import { handsetPage } from './handset-page.js';

const RECENT = 15;

@Controller()
export class HandsetController {
  constructor(private readonly control: ControlService) {}

  @Get()
  page(@Res() reply: FastifyReply): void {
    const nonce = randomBytes(16).toString('base64url');
    void reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .header(
        'content-security-policy',
        `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; ` +
          `img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      .send(handsetPage(handsetFragments(this.view()), nonce));
  }

  /** What the page polls: its parts, drawn anew. */
  @Get('_control/handset')
  fragments(): HandsetFragments {
    return handsetFragments(this.view());
  }

  private view(): HandsetView {
    return {
      clock: this.control.clock(),
      operators: this.control.operators().map(({ id, name }) => ({
        id,
        name,
        faults: this.control.faults(id),
        balances: this.control.balances(id),
        prompts: this.control.prompts(id),
        recent: this.control.transactions(id, {}, RECENT),
      })),
    };
  }
}
