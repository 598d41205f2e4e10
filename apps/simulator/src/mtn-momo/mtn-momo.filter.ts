import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerFault } from '../faults/fault-answers.js';
import { OutOfServiceError } from '../faults/faults.errors.js';
import { MtnMomoError, refusal, unavailable } from './mtn-momo.errors.js';

@Catch()
export class MtnMomoFilter implements ExceptionFilter {
  private readonly logger = new Logger(MtnMomoFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (answerFault(error, reply)) return;
    const { httpStatus, body } = this.toAnswer(error);
    reply.status(httpStatus);
    void (body === null ? reply.send() : reply.send(body));
  }

  private toAnswer(error: unknown): MtnMomoError {
    if (error instanceof MtnMomoError) return error;
    if (error instanceof OutOfServiceError) return unavailable();
    this.logger.error(error instanceof Error ? error.stack : error);
    return refusal('INTERNAL_PROCESSING_ERROR');
  }
}
