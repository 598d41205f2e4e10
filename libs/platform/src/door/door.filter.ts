import { Catch, HttpException, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '#kernel';
import { DatabaseUnavailable } from '../database/database-errors.js';
import { CONTRACT } from './contract.interceptor.js';
import type { Contract } from './contract.js';
import { DIALECT, type DoorDialect, type Failure } from './dialect.js';
import type { DoorReply, DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';
import { methodsOf } from './routes.js';

/** Words every failure of a door in its dialect, those of routing and parsing included. */
@Catch()
export class DoorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Door');

  constructor(
    @Inject(DIALECT) private readonly dialect: DoorDialect,
    @Inject(CONTRACT) private readonly contract: Contract,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<DoorRequest>();
    const reply = host.switchToHttp().getResponse<DoorReply>();
    const failure = this.failureOf(error, request);
    if (failure.by === 'fault') this.logger.error(faultOf(error, request));
    const { status, body, headers } = this.dialect.word(failure, request.id);
    void reply.headers(headers ?? {}).status(status).send(body);
  }

  private failureOf(error: unknown, request: DoorRequest): Failure {
    if (error instanceof RequestRefused) return { by: 'door', problem: error.reason };
    if (error instanceof DatabaseUnavailable) this.logger.error('the database cannot be reached');
    if (error instanceof DomainError) return { by: 'core', error: error as DomainError };
    const code = (error as { code?: string }).code;
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { by: 'door', problem: { problem: 'too_large' } };
    if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return { by: 'door', problem: { problem: 'malformed_json' } };
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

function faultOf(error: unknown, request: DoorRequest): object {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message: `${request.method} ${request.routeOptions.url ?? 'unknown route'} failed: ${name}: ${message}`, stack };
}
