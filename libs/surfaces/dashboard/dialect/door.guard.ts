import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Mode } from '#kernel';
import {
  Authenticator,
  LiveModeNotAllowed,
  RoleNotAllowed,
  ScopeMissing,
  TokenInvalid,
  type Principal,
} from '#identity';
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
import { PersonalTokens, accessTokenIn } from './personal-tokens.js';
import type { DashboardCaller } from './caller.js';
import { DownloadLinks } from './download-links.js';
import { Limits } from './limits.js';
import { modeAsked } from './mode.js';
import { scopeOf } from './scopes.js';

/**
 * The checks before a request is read, in the contract's order: limit by address for public operations; else token,
 * account, role, scope and mode, and then the limit by account. What is refused before it was counted, the filter counts by
 * address.
 */
@Injectable()
export class DoorGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly tokens: PersonalTokens,
    private readonly links: DownloadLinks,
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
    const token = accessTokenIn(request);
    const principal = await (token === null
      ? this.person(request, operation)
      : this.program(request, token, operation));
    if (!rolesOf(operation).includes(principal.role)) throw new RoleNotAllowed();
    const tenant = { organizationId: principal.organizationId, mode: this.modeOf(principal, request, operation) };
    await this.limits.accountCall(principal.userId, reply);
    identifyCaller({ userId: principal.userId, organizationId: principal.organizationId });
    request.caller = { ...principal, tenant };
    return true;
  }

  private async person(request: DoorRequest, operation: ContractOperation): Promise<Principal> {
    const follower = await this.links.follower(request, operation);
    if (follower) return follower;
    // Signing out must be possible for an account that was suspended.
    const suspendedToo = operation.id === 'logout';
    return this.authenticator.authenticate(bearerToken(request), { suspendedToo });
  }

  private async program(request: DoorRequest, token: string, { id }: ContractOperation): Promise<Principal> {
    const recognised = await this.tokens.recognise(request, token);
    if (!recognised) throw new TokenInvalid();
    const { principal, refusal } = recognised;
    if (refusal) throw refusal;
    const required = scopeOf(this.contract, id);
    if (required === null || !principal.scopes.includes(required)) throw new ScopeMissing(required);
    return principal;
  }

  private modeOf(principal: Principal, request: DoorRequest, operation: ContractOperation): Mode {
    if (!operation.headers.has('x-mode')) return 'sandbox';
    const mode = modeAsked(principal, request);
    if (mode === 'live' && !principal.liveAllowed) throw new LiveModeNotAllowed();
    return mode;
  }
}

/** Who may call, as the contract says for every operation that is not public. */
const rolesOf = ({ definition }: ContractOperation): readonly string[] => definition['x-roles'] as readonly string[];
