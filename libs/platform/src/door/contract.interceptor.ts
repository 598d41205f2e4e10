import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import type { Contract, ContractOperation, JsonObject } from './contract.js';
import { DIALECT, type DoorDialect } from './dialect.js';
import { issuesOf, type Issue } from './issues.js';
import { parseJsonBody, unstorable } from './json-body.js';
import { OPERATION_METADATA, UNJUDGED_METADATA, type DoorReply, type DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';

export const CONTRACT = Symbol('Contract');

/**
 * Judges a request by the contract, after the guard has recognised the caller: JSON first, then parameters, headers
 * and body together. What arrives at the controller has the contract's types and defaults.
 */
@Injectable()
export class ContractInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONTRACT) private readonly contract: Contract,
    @Inject(DIALECT) private readonly dialect: DoorDialect,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = this.operationOf(context);
    if (operation) {
      const http = context.switchToHttp();
      const isJudged = !this.reflector.get<boolean | undefined>(UNJUDGED_METADATA, context.getHandler());
      this.judge(operation, http.getRequest<DoorRequest>(), isJudged);
      http.getResponse<DoorReply>().status(operation.successStatus);
    }
    return next.handle();
  }

  private operationOf(context: ExecutionContext): ContractOperation | undefined {
    const id = this.reflector.get<string | undefined>(OPERATION_METADATA, context.getHandler());
    return id === undefined ? undefined : this.contract.operations.get(id);
  }

  private judge(operation: ContractOperation, request: DoorRequest, isJudged: boolean): void {
    const body = operation.takesJson ? this.readBody(operation, request) : undefined;
    if (!isJudged) return;
    const query = { ...(request.query as JsonObject) };
    const headers = { ...(request.headers as JsonObject) };
    const { patterns } = this.dialect;
    const issues: Issue[] = [
      ...issuesOf(operation.validateQuery(query), patterns),
      ...unstorable(query),
      ...issuesOf(operation.validateHeaders(headers), patterns),
      ...this.judgeBody(operation, body),
    ];
    if (issues.length > 0) throw new RequestRefused({ problem: 'invalid', issues });
    request.query = query;
    if (operation.takesJson) request.body = body;
  }

  private readBody(operation: ContractOperation, request: DoorRequest): unknown {
    const raw = request.rawBody ?? Buffer.alloc(0);
    const type = request.headers['content-type'] ?? 'application/json';
    if (raw.length > 0 && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
      throw new RequestRefused({ problem: 'malformed_json' });
    }
    const parsed = parseJsonBody(raw);
    if (!parsed.ok) throw new RequestRefused({ problem: 'malformed_json' });
    return parsed.value === undefined && operation.bodyRequired ? {} : parsed.value;
  }

  private judgeBody(operation: ContractOperation, body: unknown): Issue[] {
    if (!operation.takesJson || body === undefined) return [];
    const unfit = unstorable(body);
    return unfit.length > 0 ? unfit : issuesOf(operation.validateBody(body), this.dialect.patterns);
  }
}
