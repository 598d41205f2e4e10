import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SubmitFeedback } from '#engagement';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import { Limits } from '../dialect/limits.js';
import type { Wire } from '../dialect/wire.js';
import { presentFeedback } from './feedback.presenter.js';

@Controller('feedback')
export class FeedbackController {
  constructor(
    private readonly commands: CommandBus,
    private readonly limits: Limits,
  ) {}

  @Post()
  @Operation('submitFeedback')
  @Message('Thank you for your feedback')
  async submit(
    @Caller() caller: DashboardCaller,
    @Body() { type, rating, title, message, contact, email }: Wire<'FeedbackRequest'>,
  ): Promise<Wire<'Feedback'>> {
    await this.limits.writing('feedback', caller.userId);
    const feedback = { type, rating, title, message, contact: contact ? { email: email ?? null } : null };
    return presentFeedback(await this.commands.execute(new SubmitFeedback(caller, feedback)));
  }
}
