import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';

const MESSAGE_METADATA = 'dashboard:message';

/** A sentence for a person that goes with the answer. */
export const Message = (sentence: string): MethodDecorator => SetMetadata(MESSAGE_METADATA, sentence);

/** `{success: true, message?, data}` around what a controller returns. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<object> {
    const message = this.reflector.get<string | undefined>(MESSAGE_METADATA, context.getHandler());
    return next.handle().pipe(map((data: unknown) => ({ success: true, ...(message ? { message } : {}), data })));
  }
}
