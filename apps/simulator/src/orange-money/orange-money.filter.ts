import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerFault } from '../faults/fault-answers.js';
import { OutOfServiceError } from '../faults/faults.errors.js';
import { FaultsService } from '../faults/faults.service.js';
import { backendUnavailable, GatewayFault, OrangeMoneyError } from './orange-money.errors.js';
import { ORANGE_MONEY } from './orange-money-settings.js';

@Catch()
export class OrangeMoneyFilter implements ExceptionFilter {
  private readonly logger = new Logger(OrangeMoneyFilter.name);

  constructor(private readonly faults: FaultsService) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (answerFault(error, reply)) return;
    if (error instanceof OrangeMoneyError) return void reply.status(error.httpStatus).send(error.body);
    this.answerAsGateway(this.toFault(error), reply);
  }

  private toFault(error: unknown): GatewayFault {
    if (error instanceof GatewayFault) return error;
    if (!(error instanceof OutOfServiceError)) this.logger.error(error instanceof Error ? error.stack : error);
    return backendUnavailable();
  }

  private answerAsGateway({ httpStatus, code, message, description }: GatewayFault, reply: FastifyReply): void {
    reply.status(httpStatus);
    if (this.faults.of(ORANGE_MONEY).gatewayFormat === 'json') {
      return void reply.send({ fault: { code, message, description } });
    }
    const fields = `<am:code>${code}</am:code><am:type>Status report</am:type><am:message>${message}</am:message>`;
    void reply
      .type('application/xml; charset=UTF-8')
      .send(
        `<am:fault xmlns:am="http://wso2.org/apimanager">${fields}<am:description>${description}</am:description></am:fault>`,
      );
  }
}
