import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type DoorReply, type DoorRequest, type PrintLanguage, type Html } from '#platform';
import { acceptedLanguage, chosenLanguage, WORDING } from './page-language.js';
import type { Wording } from './wording.js';

/** What every page knows of where it stands. */
export interface PageFrame {
  readonly language: PrintLanguage;
  readonly words: Wording;
  /** Path of the deployment's pages: `/pay`, or deeper where PAY_URL has a path. */
  readonly base: string;
  /** This page. */
  readonly path: string;
  /** Ends addresses of other pages: the language, where the payer chose it. */
  readonly query: string;
  /** The page of the simulated handset, where there is one. */
  readonly handsetUrl: string | null;
}

/**
 * Nothing but our own files, no inline script or style, no frame, and forms that go nowhere but here, or through here to an
 * operator. So what a merchant or a payer writes could not run even if it got onto the page as HTML.
 */
const policy = (formsLeadTo: readonly string[]): string =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  `form-action ${["'self'", ...formsLeadTo].join(' ')}; frame-ancestors 'none'; base-uri 'none'`;

const HEADERS = {
  'content-security-policy': policy([]),
  // The address of a payment is the key to it: the merchant's site must not learn it from the browser.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
};

/** What all answers of the pay page have in common. */
@Injectable()
export class Pages {
  readonly base: string;
  private readonly handsetUrl: string | null;

  constructor(@Inject(CONFIG) config: Config) {
    this.base = `${new URL(config.payUrl).pathname.replace(/\/+$/, '')}/pay`;
    this.handsetUrl = config.operators === 'simulated' ? `${new URL(config.mtnSandboxUrl).origin}/` : null;
  }

  frame(request: DoorRequest, path: string): PageFrame {
    const chosen = chosenLanguage(request.query);
    const language = chosen ?? acceptedLanguage(request.headers['accept-language']);
    return {
      language,
      words: WORDING[language],
      base: this.base,
      path: `${this.base}${path}`,
      query: chosen ? `?lang=${chosen}` : '',
      handsetUrl: this.handsetUrl,
    };
  }

  /** `formsLeadTo` are origins to which a form of the page may lead in the end: operators that have payers pay with them. */
  send(reply: DoorReply, status: number, page: Html, formsLeadTo: readonly string[] = []): void {
    const headers = { 'content-security-policy': policy(formsLeadTo) };
    void this.prepare(reply)
      .headers(headers)
      .status(status)
      .type('text/html; charset=utf-8')
      .header('vary', 'accept-language');
    void reply.send(`<!doctype html>${page.text}`);
  }

  /** The headers of every answer; it is not kept unless the caller says otherwise. */
  prepare(reply: DoorReply, cacheControl = 'no-store'): DoorReply {
    return reply.headers({ ...HEADERS, 'cache-control': cacheControl });
  }
}
