import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Money, Msisdn } from '#kernel';
import { InitiatePayment, paymentIdOf, RefreshPayment, VerifyAccountHolder } from '#payments';
import { Audit, Caller, Operation, resultOf, type DoorReply, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { IdempotencyKey } from '../dialect/idempotency.js';
import { Limits } from '../dialect/limits.js';
import { boundedMetadata } from '../dialect/metadata.js';
import type { Wire } from '../dialect/wire.js';
import { presentHolder, presentStarted, presentStatus } from './provider.presenter.js';

interface HolderQuery {
  readonly phoneNumber: string;
  readonly provider?: Wire<'Provider'>;
}

@Controller('payments')
export class ProviderController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly limits: Limits,
    private readonly audit: Audit,
  ) {}

  @Post('make-payment')
  @Operation('makePayment')
  async makePayment(
    @Caller() { tenant, userId: actorId }: DashboardCaller,
    @Body() body: Wire<'MakePaymentRequest'>,
    @IdempotencyKey('makePayment') idempotency: IdempotencyRequest | null,
    @Res({ passthrough: true }) reply: DoorReply,
  ): Promise<Wire<'PaymentStarted'>> {
    const once = await this.commands.execute(
      new InitiatePayment(
        {
          tenant,
          amount: Money.of(body.amount, body.currency),
          provider: body.provider,
          payerMsisdn: Msisdn.parse(body.phoneNumber, 'CM').e164,
          description: body.description ?? '',
          metadata: boundedMetadata(body.metadata),
          customerId: body.customerId ?? null,
          orderId: body.orderId ?? null,
          allowDuplicate: body.allowDuplicate,
          actorId,
        },
        idempotency,
      ),
    );
    return presentStarted(resultOf(once, reply));
  }

  @Get('status/:transactionId')
  @Operation('getPaymentStatus')
  async status(
    @Caller() { tenant }: DashboardCaller,
    @Param('transactionId') transactionId: string,
  ): Promise<Wire<'PaymentStatusReport'>> {
    return presentStatus(await this.commands.execute(new RefreshPayment(tenant, paymentIdOf(transactionId))));
  }

  @Get('verify-account-holder')
  @Operation('verifyAccountHolder')
  async verifyHolder(@Caller() caller: DashboardCaller, @Query() query: HolderQuery): Promise<Wire<'AccountHolder'>> {
    await this.limits.holderLookup(caller.userId);
    const number = Msisdn.parse(query.phoneNumber.trim(), 'CM');
    const { tenant, organizationId, userId: actorId } = caller;
    const details = { number: number.masked() };
    await this.audit.note({ action: 'account_holder.verified', organizationId, actorId, details });
    const holder = await this.queries.execute(new VerifyAccountHolder(tenant.mode, number, query.provider ?? null));
    return presentHolder(holder, number);
  }
}
