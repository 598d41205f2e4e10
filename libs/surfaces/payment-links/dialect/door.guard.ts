import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Mode } from '#kernel';
import { ApiKeyInvalid, Authenticator, LiveModeNotAllowed, type Principal } from '#identity';
import {
  bearerToken,
  Contract,
  CONTRACT,
  identifyCaller,
  OPERATION_METADATA,
  PAGE_METADATA,
  type DoorReply,
  type DoorRequest,
} from '#platform';
import { apiKeyIn, ApiKeys } from './api-keys.js';
import type { PaymentLinksCaller } from './caller.js';
import { Limits } from './limits.js';

/**
 * The checks before a request is read, in the contract's order: limit by address for pages and public operations; else key or
 * token, organisation and mode, and then the limit by key or account. What is refused before it was counted, the filter
 * counts by address.
 */
@Injectable()
export class DoorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly keys: ApiKeys,
    private readonly limits: Limits,
    @Inject(CONTRACT) private readonly contract: Contract,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<DoorRequest<PaymentLinksCaller>>();
    const reply = context.switchToHttp().getResponse<DoorReply>();
    if (this.reflector.get<boolean | undefined>(PAGE_METADATA, context.getHandler())) {
      await this.limits.pageCall(request, reply);
      return true;
    }
    const operation = this.contract.operations.get(this.reflector.get(OPERATION_METADATA, context.getHandler()));
    if (!operation) return false;
    if (operation.isPublic) {
      await this.limits.publicCall(request, reply, operation);
      return true;
    }
    const key = apiKeyIn(request);
    request.caller = await (key === null ? this.account(request) : this.application(request, key));
    await this.limits.callerCall(request.caller.holder.id, reply);
    return true;
  }

  private async application(request: DoorRequest, key: string): Promise<PaymentLinksCaller> {
    const recognised = await this.keys.recognise(request, key);
    if (!recognised) throw new ApiKeyInvalid();
    if (recognised.refusal) throw recognised.refusal;
    const { organizationId, apiKeyId, mode } = recognised.principal;
    identifyCaller({ organizationId });
    return { tenant: { organizationId, mode }, holder: { type: 'api_key', id: apiKeyId } };
  }

  private async account(request: DoorRequest): Promise<PaymentLinksCaller> {
    const principal = await this.authenticator.authenticate(bearerToken(request));
    const { userId, organizationId } = principal;
    identifyCaller({ userId, organizationId });
    const mode = modeOf(principal, request.headers['x-mode']);
    return { tenant: { organizationId, mode }, holder: { type: 'account', id: userId } };
  }
}

/** The mode that was asked for, else live as soon as the organisation may act in it. */
function modeOf({ liveAllowed }: Principal, asked: string | string[] | undefined): Mode {
  if (asked === 'SANDBOX') return 'sandbox';
  if (asked === 'LIVE' && !liveAllowed) throw new LiveModeNotAllowed();
  return liveAllowed ? 'live' : 'sandbox';
}
