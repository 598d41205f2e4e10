import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { DoorRequest } from '#platform';

/** `{success: true, data, meta}` around what a controller returns. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<object> {
    const { id: requestId } = context.switchToHttp().getRequest<DoorRequest>();
    return next.handle().pipe(map((data: unknown) => ({ success: true, data, meta: { requestId } })));
  }
}
