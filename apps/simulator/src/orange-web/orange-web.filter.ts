import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerFault } from '../faults/fault-answers.js';
import { OutOfServiceError } from '../faults/faults.errors.js';
import { LoginRefused, OrangeWebError, serviceUnavailable } from './orange-web.errors.js';

@Catch()
export class OrangeWebFilter implements ExceptionFilter {
  private readonly logger = new Logger(OrangeWebFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (answerFault(error, reply)) return;
    if (error instanceof LoginRefused) return void reply.status(error.httpStatus).send({ error: error.error });
    const { httpStatus, code, message, description } = this.toError(error);
    void reply.status(httpStatus).send({ code, message, description });
  }

  private toError(error: unknown): OrangeWebError {
    if (error instanceof OrangeWebError) return error;
    if (!(error instanceof OutOfServiceError)) this.logger.error(error instanceof Error ? error.stack : error);
    return serviceUnavailable();
  }
}
