import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import type { DoorReply } from '#platform';
import { envelope, type Envelope } from './envelope.js';

const MESSAGE_METADATA = 'payment-links:message';

/** The sentence that goes with an operation's answer; the contract fixes one for each. */
export const Message = (sentence: string): MethodDecorator => SetMetadata(MESSAGE_METADATA, sentence);

/** The envelope of success around what a controller returns. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<Envelope> {
    const message = this.reflector.get<string>(MESSAGE_METADATA, context.getHandler());
    const reply = context.switchToHttp().getResponse<DoorReply>();
    return next.handle().pipe(map((data: unknown) => envelope(reply.statusCode, message, data)));
  }
}
