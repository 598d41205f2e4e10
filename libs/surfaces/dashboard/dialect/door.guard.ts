import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Mode } from '#kernel';
import { Authenticator, LiveModeNotAllowed, type Principal } from '#identity';
import {
  bearerToken,
  Contract,
  CONTRACT,
  identifyCaller,
  OPERATION_METADATA,
  type ContractOperation,
  type DoorReply,
  type DoorRequest,
} from '#platform';
import type { DashboardCaller } from './caller.js';
import { Limits } from './limits.js';

/**
 * The checks before a request is read, in the contract's order: limit by address for public operations; else token,
 * account and mode, and then the limit by account. What is refused before it was counted, the filter counts by address.
 */
@Injectable()
export class DoorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly limits: Limits,
    @Inject(CONTRACT) private readonly contract: Contract,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<DoorRequest<DashboardCaller>>();
    const reply = context.switchToHttp().getResponse<DoorReply>();
    const id = this.reflector.get<string>(OPERATION_METADATA, context.getHandler());
    const operation = this.contract.operations.get(id);
    if (!operation) return false;
    if (operation.isPublic) {
      await this.limits.publicCall(request, reply, operation);
      return true;
    }
    // Signing out must be possible for an account that was suspended.
    const suspendedToo = operation.id === 'logout';
    const principal = await this.authenticator.authenticate(bearerToken(request), { suspendedToo });
    const tenant = { organizationId: principal.organizationId, mode: this.modeOf(principal, request, operation) };
    await this.limits.accountCall(principal.userId, reply);
    identifyCaller({ userId: principal.userId, organizationId: principal.organizationId });
    request.caller = { ...principal, tenant };
    return true;
  }

  private modeOf(principal: Principal, request: DoorRequest, operation: ContractOperation): Mode {
    if (!operation.headers.has('x-mode')) return 'sandbox';
    const asked = request.headers['x-mode'];
    const mode = asked === 'LIVE' ? 'live' : asked === 'SANDBOX' || principal.testMode ? 'sandbox' : 'live';
    if (mode === 'live' && !principal.liveAllowed) throw new LiveModeNotAllowed();
    return mode;
  }
}
