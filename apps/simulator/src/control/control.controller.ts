import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import type { CallbackRecord } from '../callbacks/callback-delivery.service.js';
import type { OperatorFaults } from '../faults/faults.service.js';
import type { OutcomeOverride } from '../transactions/outcome-overrides.service.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import {
  readClockOffset,
  readDecision,
  readFaults,
  readLimit,
  readOutcome,
  readStatementFilter,
  readStatementPage,
  readSubject,
  readTransactionFilter,
} from './control.requests.js';
import { ControlService, type StatementView } from './control.service.js';
import { SameOriginGuard } from './same-origin.guard.js';

type QueryText = Record<string, unknown>;

/** Steers the simulator. No operator has a path that begins with `_control`. */
@Controller('_control')
@UseGuards(SameOriginGuard)
export class ControlController {
  constructor(private readonly control: ControlService) {}

  @Get('operators')
  operators(): { id: string; name: string }[] {
    return this.control.operators();
  }

  @Get('clock')
  clock(): { now: string; offsetMs: number } {
    return this.control.clock();
  }

  @Put('clock')
  setClock(@Body() body: unknown): { now: string; offsetMs: number } {
    this.control.setClockOffset(readClockOffset(body));
    return this.control.clock();
  }

  @Post('reset')
  @HttpCode(204)
  reset(): void {
    this.control.reset();
  }

  @Get('operators/:operator/faults')
  faults(@Param('operator') operator: string): OperatorFaults {
    return this.control.faults(operator);
  }

  @Put('operators/:operator/faults')
  setFaults(@Param('operator') operator: string, @Body() body: unknown): OperatorFaults {
    return this.control.setFaults(operator, readFaults(body));
  }

  @Post('operators/:operator/tokens/expire')
  @HttpCode(200)
  expireTokens(@Param('operator') operator: string): { expired: number } {
    return { expired: this.control.expireTokens(operator) };
  }

  @Get('operators/:operator/outcomes')
  outcomes(@Param('operator') operator: string): OutcomeOverride[] {
    return this.control.outcomes(operator);
  }

  @Put('operators/:operator/outcomes/:subject/:value')
  @HttpCode(204)
  setOutcome(
    @Param('operator') operator: string,
    @Param('subject') subject: string,
    @Param('value') value: string,
    @Body() body: unknown,
  ): void {
    this.control.setOutcome(operator, { subject: readSubject(subject), value, outcome: readOutcome(body) });
  }

  @Delete('operators/:operator/outcomes/:subject/:value')
  @HttpCode(204)
  removeOutcome(
    @Param('operator') operator: string,
    @Param('subject') subject: string,
    @Param('value') value: string,
  ): void {
    this.control.removeOutcome(operator, readSubject(subject), value);
  }

  @Get('operators/:operator/statement')
  statement(@Param('operator') operator: string, @Query() query: QueryText): StatementView {
    return this.control.statement(operator, readStatementFilter(query), readStatementPage(query));
  }

  @Get('operators/:operator/transactions')
  transactions(@Param('operator') operator: string, @Query() query: QueryText): SimulatedTransaction[] {
    return this.control.transactions(operator, readTransactionFilter(query), readLimit(query, 100));
  }

  @Get('operators/:operator/transactions/:reference')
  transaction(@Param('operator') operator: string, @Param('reference') reference: string): SimulatedTransaction {
    return this.control.transaction(operator, reference);
  }

  @Post('operators/:operator/transactions/:reference/decision')
  @HttpCode(200)
  decide(
    @Param('operator') operator: string,
    @Param('reference') reference: string,
    @Body() body: unknown,
  ): SimulatedTransaction {
    return this.control.decide(operator, reference, readDecision(body));
  }

  @Get('operators/:operator/callbacks')
  callbacks(@Param('operator') operator: string): CallbackRecord[] {
    return this.control.callbacks(operator);
  }
}
