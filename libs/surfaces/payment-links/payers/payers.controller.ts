import { Body, Controller, Get, Header, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Msisdn } from '#kernel';
import { FindOpenPaymentLink, paymentIdIn, RedeemPaymentLink, RefreshLinkPayment } from '#payments';
import { Operation, resultOf, type DoorReply, type UnboundIdempotency } from '#platform';
import { Message } from '../dialect/envelope.interceptor.js';
import { PublicIdempotencyKey } from '../dialect/idempotency.js';
import { Limits } from '../dialect/limits.js';
import { PROVIDER_FROM } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentLinkPayment, presentPublicLink, presentRedemption } from './payers.presenter.js';

/** Links for those who have their address. */
@Controller('payment-links')
export class PayersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly limits: Limits,
  ) {}

  @Get(':idOrSlug')
  @Operation('getPaymentLinkBySlug')
  @Message('Payment link found')
  @Header('cache-control', 'no-store')
  async read(@Param('idOrSlug') slug: string): Promise<Wire<'PublicPaymentLink'>> {
    return presentPublicLink(await this.queries.execute(new FindOpenPaymentLink(slug)));
  }

  @Post(':slug/redeem')
  @Operation('redeemPaymentLink')
  @Message('Payment link redeemed successfully')
  async redeem(
    @Param('slug') slug: string,
    @Body() body: Wire<'RedeemRequest'>,
    @PublicIdempotencyKey('redeemPaymentLink') idempotency: UnboundIdempotency | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'Redemption'>> {
    const payerMsisdn = Msisdn.parse(body.phone_number as string | number, 'CM').e164;
    await this.limits.askedPayer(payerMsisdn);
    const provider = PROVIDER_FROM[body.provider];
    const redemption = { slug, provider, payerMsisdn, amount: body.amount ?? null };
    return presentRedemption(
      resultOf(await this.commands.execute(new RedeemPaymentLink(redemption, idempotency)), reply),
    );
  }

  @Get(':slug/payments/:transaction_id')
  @Operation('getLinkPayment')
  @Message('Payment found')
  @Header('cache-control', 'no-store')
  async payment(
    @Param('slug') slug: string,
    @Param('transaction_id') transactionId: string,
  ): Promise<Wire<'PublicPayment'>> {
    const command = new RefreshLinkPayment(slug, paymentIdIn(transactionId, slug));
    return presentLinkPayment(await this.commands.execute(command));
  }
}
