import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Sealing, SealBroken, type Config, type DoorReply, type DoorRequest } from '#platform';
import { Pages } from './pages.service.js';
import type { TypedForm } from './redemption.requests.js';

/** What this browser sent for a link before. */
export interface RememberedForm extends TypedForm {
  /** The payment that came of it, as its page calls it. */
  readonly transactionId: string;
}

const COOKIE = 'pay';
const KEPT_SECONDS = 30 * 60;
const COOKIE_MAX_LENGTH = 1000;

/**
 * The only cookie of the page, and why there is one: after a failure the form comes back with what was typed, without
 * scripts, and neither the address nor the page of the payment, which others may open, can carry a telephone number.
 * It is sealed, kept from scripts and from other sites, belongs to one link and is gone after half an hour.
 */
@Injectable()
export class PayerMemory {
  private readonly rules: string;

  constructor(
    private readonly sealing: Sealing,
    private readonly pages: Pages,
    @Inject(CONFIG) config: Config,
  ) {
    this.rules = `HttpOnly; SameSite=Strict${config.payUrl.startsWith('https:') ? '; Secure' : ''}`;
  }

  keep(reply: DoorReply, slug: string, form: RememberedForm): void {
    const sealed = this.sealing.seal(JSON.stringify(form), placeOf(slug)).toString('base64url');
    const where = `Path=${this.pages.base}/${slug}; Max-Age=${KEPT_SECONDS}`;
    void reply.header('set-cookie', `${COOKIE}=${sealed}; ${where}; ${this.rules}`);
  }

  recall(request: DoorRequest, slug: string): RememberedForm | null {
    const sealed = new RegExp(`(?:^|; )${COOKIE}=([\\w-]{1,${COOKIE_MAX_LENGTH}})(?:;|$)`).exec(
      request.headers.cookie ?? '',
    )?.[1];
    if (sealed === undefined) return null;
    try {
      return JSON.parse(this.sealing.openText(Buffer.from(sealed, 'base64url'), placeOf(slug))) as RememberedForm;
    } catch (error) {
      // Anybody can send anything for a cookie.
      if (error instanceof SealBroken) return null;
      throw error;
    }
  }
}

const placeOf = (slug: string): string => `pay-page.form:${slug}`;
