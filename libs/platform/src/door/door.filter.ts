import { Catch, HttpException, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '#kernel';
import { DatabaseUnavailable } from '../database/database-errors.js';
import { CallLimits, RATE_LIMIT_HEADER } from './call-limits.js';
import { CONTRACT } from './contract.interceptor.js';
import type { Contract } from './contract.js';
import { DIALECT, type DoorDialect, type Failure, type WordedFailure } from './dialect.js';
import type { DoorReply, DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';
import { methodsOf } from './routes.js';

const UNREADABLE = new Set(['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'FST_ERR_CTP_INVALID_MEDIA_TYPE']);

/** Words every failure of a door in its dialect, those of routing and parsing included. */
@Catch()
export class DoorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Door');

  constructor(
    @Inject(DIALECT) private readonly dialect: DoorDialect,
    @Inject(CONTRACT) private readonly contract: Contract,
    private readonly limits: CallLimits,
  ) {}

  /** Never rejects: a request whose filter fails would hang. */
  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<DoorRequest>();
    const reply = host.switchToHttp().getResponse<DoorReply>();
    const failure = this.failureOf(error, request);
    const beyondLimit = reply.hasHeader(RATE_LIMIT_HEADER) ? null : await this.countRefused(request, reply);
    const refusal = this.worded(beyondLimit ?? failure, request);
    request.refusal = refusal;
    // What the core refuses and the door has no words for but its 500 is a fault as well.
    const isFault = failure.by === 'fault' || (refusal.status === 500 && !(error instanceof DatabaseUnavailable));
    if (isFault) this.logger.error(faultOf(error, request));
    void reply
      .headers(refusal.headers ?? {})
      .status(refusal.status)
      .send(refusal.body);
  }

  private worded(failure: Failure, request: DoorRequest): WordedFailure {
    try {
      return this.dialect.word(failure, request.id);
    } catch (error) {
      this.logger.error(faultOf(error, request));
      return this.dialect.word({ by: 'fault' }, request.id);
    }
  }

  /** Counts what no guard has counted, unknown routes for one. Resolves to the failure of a caller beyond its limit. */
  private async countRefused(request: DoorRequest, reply: DoorReply): Promise<Failure | null> {
    try {
      await this.limits.refusedCall(request, reply);
      return null;
    } catch (error) {
      if (error instanceof RequestRefused) return { by: 'door', problem: error.reason };
      this.logger.error(faultOf(error, request));
      return null;
    }
  }

  private failureOf(error: unknown, request: DoorRequest): Failure {
    if (error instanceof RequestRefused) return { by: 'door', problem: error.reason };
    if (error instanceof DatabaseUnavailable) this.logger.error('the database cannot be reached');
    if (error instanceof DomainError) return { by: 'core', error: error as DomainError };
    const code = codeOf(error);
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { by: 'door', problem: { problem: 'too_large' } };
    if (code !== undefined && UNREADABLE.has(code)) return { by: 'door', problem: { problem: 'malformed_json' } };
    const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number }).statusCode;
    return status !== undefined && status < 500 ? this.unrouted(request) : { by: 'fault' };
  }

  /** Nothing of ours throws Nest's exceptions: what arrives here comes from the router. */
  private unrouted(request: DoorRequest): Failure {
    const allowed = methodsOf(this.contract, request.url);
    const problem =
      allowed.length > 0 && !allowed.includes(request.method)
        ? ({ problem: 'method_not_allowed', allowed } as const)
        : ({ problem: 'unknown_route' } as const);
    return { by: 'door', problem };
  }
}

/** Nest wraps what Fastify refuses, and keeps it as the cause. */
function codeOf(error: unknown): string | undefined {
  const refused = error instanceof HttpException ? error.cause : error;
  return (refused as { code?: string } | undefined)?.code;
}

function faultOf(error: unknown, request: DoorRequest): object {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return {
    message: `${request.method} ${request.routeOptions.url ?? 'unknown route'} failed: ${name}: ${message}`,
    stack,
  };
}
