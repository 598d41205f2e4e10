import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import type { Contract, ContractOperation, JsonObject } from './contract.js';
import { DIALECT, type DoorDialect } from './dialect.js';
import type { FormDefinition } from './form.js';
import { issuesOf, type Issue } from './issues.js';
import { parseJsonBody, unstorable } from './json-body.js';
import { OPERATION_METADATA, UNJUDGED_METADATA, type DoorReply, type DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';
import { judgeForm } from './upload.js';
import { isForm, UploadReader } from './upload-reader.js';

/** Nobody mends more at a time, and an answer must not grow with what somebody thought up to send. */
const ISSUES_TOLD = 100;

/** The one header that is kept as it comes. */
const KEY = 'idempotency-key';

export const CONTRACT = Symbol('Contract');

/** A body as the controller gets it, and what is wrong with it. */
interface JudgedBody {
  readonly body: unknown;
  readonly issues: readonly Issue[];
}

/**
 * Judges a request by the contract, after the guard has recognised the caller: JSON or form first, then parameters,
 * headers and body together. What arrives at the controller has the contract's types and defaults.
 */
@Injectable()
export class ContractInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONTRACT) private readonly contract: Contract,
    @Inject(DIALECT) private readonly dialect: DoorDialect,
    private readonly uploads: UploadReader,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const operation = this.operationOf(context);
    if (!operation) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<DoorRequest>();
    const reply = http.getResponse<DoorReply>();
    const proceed = (judged: JudgedBody | null): Observable<unknown> => {
      const isJudged = !this.reflector.get<boolean | undefined>(UNJUDGED_METADATA, context.getHandler());
      if (isJudged) this.judge(operation, request, judged);
      reply.status(operation.successStatus);
      return next.handle();
    };
    const { form } = operation;
    if (form && (isForm(request) || !operation.takesJson))
      return this.readForm(form, operation, request, reply).then(proceed);
    if (!operation.takesJson && isForm(request)) {
      // Nobody asked for a form: it is bytes like any other body that is taken as it comes.
      return this.uploads.readBytes(request).then((bytes) => {
        request.rawBody = bytes;
        return proceed(null);
      });
    }
    return proceed(operation.takesJson ? this.readBody(operation, request) : null);
  }

  private operationOf(context: ExecutionContext): ContractOperation | undefined {
    const id = this.reflector.get<string | undefined>(OPERATION_METADATA, context.getHandler());
    return id === undefined ? undefined : this.contract.operations.get(id);
  }

  private judge(operation: ContractOperation, request: DoorRequest, judged: JudgedBody | null): void {
    const query = { ...(request.query as JsonObject) };
    const headers = { ...(request.headers as JsonObject) };
    const { patterns } = this.dialect;
    const issues: Issue[] = [
      ...issuesOf(operation.validateQuery(query), patterns),
      ...unstorable(query),
      ...issuesOf(operation.validateHeaders(headers), patterns),
      ...(operation.headers.has(KEY) ? unstorable({ [KEY]: headers[KEY] }) : []),
      ...(judged?.issues ?? []),
    ];
    if (issues.length > 0) throw new RequestRefused({ problem: 'invalid', issues: issues.slice(0, ISSUES_TOLD) });
    request.query = query;
    if (judged) request.body = judged.body;
  }

  private async readForm(
    form: FormDefinition,
    operation: ContractOperation,
    request: DoorRequest,
    reply: DoorReply,
  ): Promise<JudgedBody> {
    if (!isForm(request)) throw new RequestRefused({ problem: 'malformed_json', expected: 'form' });
    const { values, files, issues } = judgeForm(form, await this.uploads.read(request, reply));
    const unfit = unstorable(values);
    const broken = unfit.length > 0 ? unfit : issuesOf(operation.validateForm(values), this.dialect.patterns);
    return { body: { ...values, ...files }, issues: [...issues, ...broken] };
  }

  private readBody(operation: ContractOperation, request: DoorRequest): JudgedBody {
    const raw = request.rawBody ?? Buffer.alloc(0);
    const type = request.headers['content-type'] ?? 'application/json';
    // A form was left unread, so that its length says nothing here.
    if ((raw.length > 0 || isForm(request)) && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
      throw new RequestRefused({ problem: 'malformed_json' });
    }
    const parsed = parseJsonBody(raw);
    if (!parsed.ok) throw new RequestRefused({ problem: 'malformed_json' });
    const body = parsed.value === undefined && operation.bodyRequired ? {} : parsed.value;
    return { body, issues: body === undefined ? [] : this.judgeJson(operation, body) };
  }

  private judgeJson(operation: ContractOperation, body: unknown): readonly Issue[] {
    const unfit = unstorable(body);
    return unfit.length > 0 ? unfit : issuesOf(operation.validateBody(body), this.dialect.patterns);
  }
}
