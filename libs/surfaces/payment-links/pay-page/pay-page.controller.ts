import { Controller, Get, Inject, NotFoundException, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { toBuffer } from 'qrcode';
import { Clock, Money } from '#kernel';
import {
  FindOpenPaymentLink,
  FindPayerPage,
  PaymentLinkClosed,
  type PublicPaymentLink,
  transactionId,
} from '#payments';
import { CONFIG, Page, type Config, type DoorReply, type DoorRequest } from '#platform';
import { Limits } from '../dialect/limits.js';
import { EventStreams } from './event-streams.service.js';
import { FormRedemptions } from './form-redemptions.service.js';
import { presentLink } from './link-page.presenter.js';
import { SCRIPT_ASSET, STYLE_ASSET } from './page-assets.js';
import { PayPageFilter } from './pay-page.filter.js';
import { PayerMemory } from './payer-memory.service.js';
import { Pages } from './pages.service.js';
import {
  choiceOf,
  mistakesOf,
  newFormKey,
  readRedemption,
  type Mistakes,
  type TypedForm,
} from './redemption.requests.js';

const NOTHING_TYPED: TypedForm = { phone: '', operator: '', amount: '' };
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_A_DAY = 'public, max-age=86400';

/** The page of a link: what is to be paid, and the form that pays it. */
@Controller('pay')
@UseFilters(PayPageFilter)
export class PayPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly redemptions: FormRedemptions,
    private readonly limits: Limits,
    private readonly pages: Pages,
    private readonly memory: PayerMemory,
    private readonly streams: EventStreams,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('assets/:name')
  @Page()
  asset(@Param('name') name: string, @Res() reply: DoorReply): void {
    const asset = [STYLE_ASSET, SCRIPT_ASSET].find((each) => each.name === name);
    if (!asset) throw new NotFoundException();
    void this.pages.prepare(reply, FOR_EVER).type(asset.type).send(asset.text);
  }

  @Get(':slug')
  @Page()
  async show(@Param('slug') slug: string, @Req() request: DoorRequest, @Res() reply: DoorReply): Promise<void> {
    const before = this.memory.recall(request, slug);
    try {
      const shown = await this.queries.execute(new FindOpenPaymentLink(slug));
      this.sendForm(request, reply, { shown, status: 200, typed: before ?? NOTHING_TYPED, mistakes: null });
    } catch (error) {
      // Whoever took the last use comes back to what he took it for.
      if (!before || !(error instanceof PaymentLinkClosed) || error.status !== 'used') throw error;
      this.sendToPayment(request, reply, slug, before.transactionId);
    }
  }

  @Post(':slug')
  @Page()
  async pay(@Param('slug') slug: string, @Req() request: DoorRequest, @Res() reply: DoorReply): Promise<void> {
    const form = readRedemption(slug, request.rawBody);
    const { typed } = form;
    let { mistakes } = form;
    if (form.mistakes === null) {
      const { redemption, once } = form;
      await this.limits.askedLink(slug);
      await this.limits.askedPayer(redemption.payerMsisdn);
      try {
        const { link, payment } = await this.redemptions.redeem(redemption, once);
        const id = transactionId(link.slug, payment.id);
        const operator = choiceOf(redemption.provider, redemption.channel);
        this.memory.keep(reply, slug, { ...typed, operator, transactionId: id });
        const page = await this.queries.execute(new FindPayerPage(payment));
        if (page === null) this.sendToPayment(request, reply, slug, id);
        else void this.pages.prepare(reply).redirect(page, 303);
        return;
      } catch (error) {
        mistakes = mistakesOf(error);
        if (mistakes === null) throw error;
      }
    }
    const shown = await this.queries.execute(new FindOpenPaymentLink(slug));
    this.sendForm(request, reply, { shown, status: 400, typed, mistakes });
  }

  @Get(':slug/state')
  @Page()
  async state(@Param('slug') slug: string, @Res() reply: DoorReply): Promise<void> {
    const { link } = await this.queries.execute(new FindOpenPaymentLink(slug));
    void this.pages.prepare(reply).send({ state: link.status });
  }

  /** Says when the link stops to take payments. */
  @Get(':slug/events')
  @Page()
  async events(@Param('slug') slug: string, @Res() reply: DoorReply): Promise<void> {
    await this.queries.execute(new FindOpenPaymentLink(slug));
    this.pages.prepare(reply);
    this.streams.open(reply, slug, { what: 'link', name: slug, known: 'active' }, 'active', () => 'closed');
  }

  @Get(':slug/qr.png')
  @Page()
  async code(@Param('slug') slug: string, @Res() reply: DoorReply): Promise<void> {
    const { link } = await this.queries.execute(new FindOpenPaymentLink(slug));
    const image = await toBuffer(link.url, { errorCorrectionLevel: 'M', margin: 4, scale: 8 });
    void this.pages.prepare(reply, FOR_A_DAY).type('image/png').send(image);
  }

  private sendForm(request: DoorRequest, reply: DoorReply, { shown, status, typed, mistakes }: Opened): void {
    const { amount, currency, slug } = shown.link;
    const price = Money.of(amount, currency);
    const collected = currency === 'USD' && price.isPositive() ? price.convert(this.config.usdToXaf, 'XAF') : null;
    const page = { shown, typed, mistakes, collected, now: this.clock.now(), formKey: newFormKey() };
    const formsLeadTo = shown.pages.flatMap(({ origins }) => origins);
    this.pages.send(reply, status, presentLink(this.pages.frame(request, `/${slug}`), page), formsLeadTo);
  }

  private sendToPayment(request: DoorRequest, reply: DoorReply, slug: string, transaction: string): void {
    const { path, query } = this.pages.frame(request, `/${slug}/payments/${transaction}`);
    void this.pages.prepare(reply).redirect(`${path}${query}`, 303);
  }
}

interface Opened {
  readonly shown: PublicPaymentLink;
  readonly status: number;
  readonly typed: TypedForm;
  readonly mistakes: Mistakes | null;
}
