import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  GetOnboardingProgress,
  SubmitBusinessActivity,
  SubmitIdentityDocument,
  SubmitPaymentMethods,
  SubmitStakeholder,
} from '#merchants';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { Wire } from '../dialect/wire.js';
import { presentDocument, presentProgress, presentStep } from './onboarding.presenter.js';
import { businessFrom, documentFrom, stakeholderFrom, type IdDocumentForm } from './onboarding.requests.js';

@Controller('onboarding')
export class OnboardingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('stakeholder')
  @Operation('submitStakeholder')
  async submitStakeholder(
    @Caller() caller: DashboardCaller,
    @Body() body: Wire<'StakeholderRequest'>,
  ): Promise<Wire<'OnboardingStepResult'>> {
    return presentStep(await this.commands.execute(new SubmitStakeholder(caller, stakeholderFrom(body), 'CM')));
  }

  @Post('business-activity')
  @Operation('submitBusinessActivity')
  async submitBusinessActivity(
    @Caller() caller: DashboardCaller,
    @Body() body: Wire<'BusinessActivityRequest'>,
  ): Promise<Wire<'OnboardingStepResult'>> {
    return presentStep(await this.commands.execute(new SubmitBusinessActivity(caller, businessFrom(body))));
  }

  @Post('payment-methods')
  @Operation('submitPaymentMethods')
  async submitPaymentMethods(
    @Caller() caller: DashboardCaller,
    @Body() { paymentMethods }: Wire<'PaymentMethodsRequest'>,
  ): Promise<Wire<'OnboardingStepResult'>> {
    return presentStep(await this.commands.execute(new SubmitPaymentMethods(caller, paymentMethods)));
  }

  @Post('id-document')
  @Operation('uploadIdDocument')
  async uploadIdDocument(@Caller() caller: DashboardCaller, @Body() form: IdDocumentForm): Promise<Wire<'IdDocument'>> {
    const { type, sides } = documentFrom(form);
    return presentDocument(await this.commands.execute(new SubmitIdentityDocument(caller, type, sides)));
  }

  @Get('progress')
  @Operation('getOnboardingProgress')
  async getProgress(@Caller() { organizationId }: DashboardCaller): Promise<Wire<'OnboardingProgress'>> {
    return presentProgress(await this.queries.execute(new GetOnboardingProgress(organizationId)));
  }
}
