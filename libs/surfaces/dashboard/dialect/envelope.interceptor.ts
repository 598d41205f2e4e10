import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';

const MESSAGE_METADATA = 'dashboard:message';

/** A sentence for a person that goes with the answer. */
export const Message = (sentence: string): MethodDecorator => SetMetadata(MESSAGE_METADATA, sentence);

/** Data with what an answer carries beside it. */
export class Accompanied<Data extends object = object, Beside extends object = object> {
  constructor(
    readonly data: Data,
    readonly beside: Beside,
  ) {}
}

/** `{success: true, message?, data}` around what a controller returns. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<object> {
    const message = this.reflector.get<string | undefined>(MESSAGE_METADATA, context.getHandler());
    const head = { success: true, ...(message ? { message } : {}) };
    return next.handle().pipe(map((answer: unknown) => ({ ...head, ...bodyOf(answer) })));
  }
}

const bodyOf = (answer: unknown): object => {
  if (!(answer instanceof Accompanied)) return { data: answer };
  const { data, beside } = answer as Accompanied;
  return { data, ...beside };
};
