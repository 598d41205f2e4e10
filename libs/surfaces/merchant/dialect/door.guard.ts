import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator } from '#identity';
import { Contract, CONTRACT, identifyCaller, OPERATION_METADATA, type DoorReply, type DoorRequest } from '#platform';
import type { MerchantCaller } from './caller.js';
import { tokenOf } from './credentials.js';
import { Limits } from './limits.js';
import { admit } from './roles.js';

/**
 * The checks before a request is read, in the contract's order: limit by address for public operations; else token, role
 * and context, and then the limit by account. What is refused before it was counted, the filter counts by address.
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
    const request = context.switchToHttp().getRequest<DoorRequest<MerchantCaller>>();
    const reply = context.switchToHttp().getResponse<DoorReply>();
    const operation = this.contract.operations.get(this.reflector.get(OPERATION_METADATA, context.getHandler()));
    if (!operation) return false;
    if (operation.isPublic) {
      await this.limits.publicCall(request, reply, operation);
      return true;
    }
    const principal = await this.authenticator.authenticate(tokenOf(request));
    const { userId, organizationId, role } = principal;
    identifyCaller({ userId, organizationId });
    admit(role, operation, request.headers['x-app-context']);
    await this.limits.accountCall(userId, reply, operation);
    request.caller = { ...principal, merchantId: role === 'admin' ? null : organizationId };
    return true;
  }
}
