import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { DomainError } from '#kernel';
import { TokenMissing, type Principal, type UserRole } from '#identity';
import {
  Contract,
  CONTRACT,
  identifyCaller,
  OPERATION_METADATA,
  type ContractOperation,
  type DoorReply,
  type DoorRequest,
} from '#platform';
import { Callers } from './callers.js';
import { Limits } from './limits.js';
import { RoleRefused } from './roles.errors.js';

/**
 * The checks before a request is read, in the contract's order (x-business-rules.checkOrder): limit, token, state of the
 * account and role. Some public operations take a token, and refuse one that is not valid.
 */
@Injectable()
export class DoorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: Callers,
    private readonly limits: Limits,
    @Inject(CONTRACT) private readonly contract: Contract,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<DoorRequest<Principal>>();
    const reply = context.switchToHttp().getResponse<DoorReply>();
    const operation = this.contract.operations.get(this.reflector.get(OPERATION_METADATA, context.getHandler()));
    if (!operation) return false;
    const { principal, refusal } = await this.callers.recognise(request);
    await this.limits.call(principal, request, reply);
    if (refusal && isRefused(operation, refusal)) throw refusal;
    if (principal && operation.takesCredentials) {
      if (!operation.isPublic && !permits(operation, principal.role)) throw new RoleRefused();
      identifyCaller({ userId: principal.userId, organizationId: principal.organizationId });
      request.caller = principal;
    }
    return true;
  }
}

function isRefused({ isPublic, takesCredentials }: ContractOperation, refusal: DomainError): boolean {
  return !isPublic || (takesCredentials && !(refusal instanceof TokenMissing));
}

/** Who owns the merchant concerned is a matter of the record, which is 404 for everybody else. */
function permits({ definition }: ContractOperation, role: UserRole): boolean {
  const roles = definition['x-roles'] as readonly string[];
  return role === 'admin' ? roles.includes('admin') : roles.includes('user') || roles.includes('merchant_owner');
}
