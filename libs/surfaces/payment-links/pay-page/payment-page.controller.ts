import { Controller, Get, NotFoundException, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  FindLinkOfPayment,
  FindPayerPage,
  type LinkPayment,
  paymentIdIn,
  PaymentNotFound,
  RefreshLinkPayment,
  transactionId,
} from '#payments';
import { Page, type DoorReply, type DoorRequest } from '#platform';
import { EventStreams } from './event-streams.service.js';
import { PayPageFilter } from './pay-page.filter.js';
import { Pages } from './pages.service.js';
import { presentPayment, stateOf } from './payment-page.presenter.js';
import { drawReceipt } from './receipt-pdf.js';
import { ReturnUrls } from './return-urls.service.js';

/**
 * The page of a payment: how it stands, and how it ended. Whoever has its address may read it, so the address is the
 * payment's transaction id, of which 72 bits are random, and nothing on the page says who pays.
 */
@Controller('pay')
@UseFilters(PayPageFilter)
export class PaymentPageController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly pages: Pages,
    private readonly streams: EventStreams,
    private readonly returnUrls: ReturnUrls,
  ) {}

  /**
   * Where a page of an operator sends the payer back to, by an address that is short enough for it. Whatever the payer did
   * there, it is the operator who tells.
   */
  @Get('back/:payment')
  @Page()
  async comeBack(
    @Param('payment') payment: string,
    @Req() request: DoorRequest,
    @Res() reply: DoorReply,
  ): Promise<void> {
    const slug = await this.queries.execute(new FindLinkOfPayment(payment));
    const { path } = this.pages.frame(request, `/${slug}/payments/${transactionId(slug, payment)}`);
    void this.pages.prepare(reply).redirect(path, 303);
  }

  @Get(':slug/payments/:transaction')
  @Page()
  async show(
    @Param('slug') slug: string,
    @Param('transaction') transaction: string,
    @Query('stay') stay: unknown,
    @Req() request: DoorRequest,
    @Res() reply: DoorReply,
  ): Promise<void> {
    const found = await this.find(slug, transaction);
    const payerPage = await this.queries.execute(new FindPayerPage(found.payment));
    const page = { ...found, payerPage, returnUrl: await this.returnUrls.of(found), stays: stay === '1' };
    const frame = this.pages.frame(request, `/${slug}/payments/${transaction}`);
    this.pages.send(reply, 200, presentPayment(frame, page));
  }

  @Get(':slug/payments/:transaction/state')
  @Page()
  async state(
    @Param('slug') slug: string,
    @Param('transaction') transaction: string,
    @Res() reply: DoorReply,
  ): Promise<void> {
    const { payment } = await this.find(slug, transaction);
    void this.pages.prepare(reply).send({ state: stateOf(payment) });
  }

  /** Says how the payment ends. */
  @Get(':slug/payments/:transaction/events')
  @Page()
  async events(
    @Param('slug') slug: string,
    @Param('transaction') transaction: string,
    @Res() reply: DoorReply,
  ): Promise<void> {
    const { payment } = await this.find(slug, transaction);
    const watched =
      payment.status === 'pending' ? ({ what: 'payment', name: payment.id, known: 'pending' } as const) : null;
    this.pages.prepare(reply);
    this.streams.open(reply, slug, watched, stateOf(payment), async () =>
      stateOf((await this.find(slug, transaction)).payment),
    );
  }

  @Get(':slug/payments/:transaction/receipt.pdf')
  @Page()
  async receipt(
    @Param('slug') slug: string,
    @Param('transaction') transaction: string,
    @Req() request: DoorRequest,
    @Res() reply: DoorReply,
  ): Promise<void> {
    const found = await this.find(slug, transaction);
    if (found.payment.status !== 'settled') throw new PaymentNotFound();
    const file = await drawReceipt(this.pages.frame(request, ''), found);
    void this.pages
      .prepare(reply)
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${transaction}.pdf"`)
      .send(file);
  }

  /** Whatever else is asked for at /pay and below is answered with a page as well. */
  @Get(['', '*'])
  @Page()
  nothing(): never {
    throw new NotFoundException();
  }

  private find(slug: string, transaction: string): Promise<LinkPayment> {
    return this.commands.execute(new RefreshLinkPayment(slug, paymentIdIn(transaction, slug)));
  }
}
