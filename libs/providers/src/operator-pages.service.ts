import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Money, type Currency } from '#kernel';
import { Database } from '#platform';
import type { ProviderName } from './provider.port.js';

/** A page on which a payer pays at the operator. */
export interface OperatorPage {
  /** The operator's name of it. */
  readonly payToken: string;
  readonly url: string;
}

/** A page that was asked for under a reference of ours. */
export interface RequestedPage {
  readonly amount: Money;
  readonly askedAt: Date;
  /** Null while it is asked for, and for ever when it was lost on the way. */
  readonly page: OperatorPage | null;
}

interface Row {
  readonly amount: string;
  readonly currency: Currency;
  readonly asked_at: Date;
  readonly pay_token: string | null;
  readonly url: string | null;
}

const REQUEST = `INSERT INTO operator_pages (reference, provider, amount, currency, asked_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (reference) DO NOTHING RETURNING reference`;
const FIND = `SELECT amount, currency, asked_at, pay_token, url FROM operator_pages WHERE reference = $1 AND provider = $2`;
const WITHOUT_PAGE = 'reference = $1 AND provider = $2 AND pay_token IS NULL';
const KEEP = `UPDATE operator_pages SET pay_token = $3, url = $4, notice_digest = $5 WHERE ${WITHOUT_PAGE}`;
const WITHDRAW = `DELETE FROM operator_pages WHERE ${WITHOUT_PAGE}`;
const REFERENCES = 'SELECT reference FROM operator_pages WHERE provider = $1 AND notice_digest = ANY($2::bytea[])';

/**
 * The pages of operators behind our references. That one is asked for is committed before the operator hears of it, so that
 * none is asked for twice: each in a transaction of its own.
 */
@Injectable()
export class OperatorPages {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that a page is about to be asked for. False when one was before. */
  async request(provider: ProviderName, reference: string, amount: Money): Promise<boolean> {
    const values = [reference, provider, amount.toDecimal(), amount.currency, this.clock.now()];
    return (await this.database.first(REQUEST, values)) !== null;
  }

  async find(provider: ProviderName, reference: string): Promise<RequestedPage | null> {
    const row = await this.database.first<Row>(FIND, [reference, provider]);
    if (!row) return null;
    const { pay_token: payToken, url, asked_at: askedAt } = row;
    const page = payToken === null || url === null ? null : { payToken, url };
    return { amount: Money.of(row.amount, row.currency), askedAt, page };
  }

  /** Of the secret of its notices no more than a digest is kept. */
  async keep(provider: ProviderName, reference: string, page: OperatorPage, noticeToken: string): Promise<void> {
    await this.database.query(KEEP, [reference, provider, page.payToken, page.url, digestOf(noticeToken)]);
  }

  /** The request certainly did not leave: as if it had never been noted. */
  async withdraw(provider: ProviderName, reference: string): Promise<void> {
    await this.database.query(WITHDRAW, [reference, provider]);
  }

  /**
   * Our references behind the secrets of notices; what is none is left out. Digests are what is looked up, so that the time
   * it takes tells nobody how much of a secret was guessed.
   */
  async references(provider: ProviderName, noticeTokens: readonly string[]): Promise<string[]> {
    if (noticeTokens.length === 0) return [];
    const rows = await this.database.query<{ reference: string }>(REFERENCES, [provider, noticeTokens.map(digestOf)]);
    return rows.map(({ reference }) => reference);
  }
}

const digestOf = (noticeToken: string): Buffer => createHash('sha256').update(noticeToken).digest();
