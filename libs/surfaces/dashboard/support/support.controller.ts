import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SubmitSupportRequest } from '#engagement';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import { Limits } from '../dialect/limits.js';
import type { Wire } from '../dialect/wire.js';
import { presentTicket } from './support.presenter.js';

@Controller('support')
export class SupportController {
  constructor(
    private readonly commands: CommandBus,
    private readonly limits: Limits,
  ) {}

  @Post()
  @Operation('submitSupportRequest')
  @Message('Your question has reached us')
  async submit(
    @Caller() caller: DashboardCaller,
    @Body() request: Wire<'SupportRequest'>,
  ): Promise<Wire<'SupportTicket'>> {
    await this.limits.writing('support', caller.userId);
    return presentTicket(await this.commands.execute(new SubmitSupportRequest(caller, request)));
  }
}
