import { Controller, Delete, Get, Head, Inject, Options, Patch, Post, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ReceiveCallback } from '#payments';
import { CONFIG, hmacHex, Operation, sameBytes, Unjudged, type Config, type DoorRequest } from '#platform';
import { PROVIDERS, type ProviderName } from '#providers';
import { TokenInvalid } from '#identity';
import type { Wire } from '../dialect/wire.js';
import { namedByIpn, noticeFields } from './callbacks.requests.js';

/** Notices of the operators. They are kept and prove nothing: the operator is asked about what they name. */
@Controller()
export class CallbacksController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Put('webhooks/mtn-callback')
  @Operation('receiveMtnCallback')
  @Unjudged()
  mtn(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.receive('mtn-momo', request);
  }

  @Get('payments/ipn/momo')
  @Operation('receiveMomoIpnGet')
  @Unjudged()
  get(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  @Post('payments/ipn/momo')
  @Operation('receiveMomoIpnPost')
  @Unjudged()
  post(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  @Put('payments/ipn/momo')
  @Operation('receiveMomoIpnPut')
  @Unjudged()
  put(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  @Patch('payments/ipn/momo')
  @Operation('receiveMomoIpnPatch')
  @Unjudged()
  patch(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  @Delete('payments/ipn/momo')
  @Operation('receiveMomoIpnDelete')
  @Unjudged()
  delete(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  @Head('payments/ipn/momo')
  @Operation('receiveMomoIpnHead')
  @Unjudged()
  head(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  @Options('payments/ipn/momo')
  @Operation('receiveMomoIpnOptions')
  @Unjudged()
  options(@Req() request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    return this.notice(request);
  }

  /** Every operator but MTN, whose notices came here first, names itself in the address that it was given. */
  private notice(request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    const { operator } = request.query as { operator?: unknown };
    return this.receive(PROVIDERS.find((name) => name === operator) ?? 'mtn-momo', request);
  }

  private async receive(provider: ProviderName, request: DoorRequest): Promise<Wire<'CallbackReceived'>> {
    const trusted = this.isTrusted(request);
    const body = this.withoutSecret(request.rawBody?.toString('utf8') ?? '');
    const fields = noticeFields(request);
    await this.commands.execute(new ReceiveCallback({ provider, fields, named: namedByIpn(fields), body, trusted }));
    if (!trusted) throw new TokenInvalid();
    return { received: true };
  }

  /** Some operators repeat the address that they were given, whose secret part is for nobody who reads what is kept. */
  private withoutSecret(body: string): string {
    const { callbackSecret } = this.config;
    return [encodeURIComponent(callbackSecret), callbackSecret].reduce(
      (text, secret) => text.replaceAll(secret, '[redacted]'),
      body,
    );
  }

  /** What is sent must be right; whether something must be sent is a setting, because operators of this market sign nothing. */
  private isTrusted(request: DoorRequest): boolean {
    const { callbackSecret, callbackSecretDemanded } = this.config;
    const { token } = request.query as { token?: unknown };
    const signature = request.headers['x-callback-signature'];
    if (token === undefined && signature === undefined) return !callbackSecretDemanded;
    const expected = hmacHex(callbackSecret, request.rawBody ?? Buffer.alloc(0));
    const tokenHolds = token === undefined || (typeof token === 'string' && same(token, callbackSecret));
    return tokenHolds && (signature === undefined || (typeof signature === 'string' && same(signature, expected)));
  }
}

const same = (given: string, expected: string): boolean => sameBytes(Buffer.from(given), Buffer.from(expected));
