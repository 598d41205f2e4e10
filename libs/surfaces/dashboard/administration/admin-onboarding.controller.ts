import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApproveOnboarding,
  GetOnboardingProgress,
  ListOnboardings,
  OpenIdentityDocument,
  RejectOnboarding,
  ReviewOnboarding,
  type DocumentSide,
} from '#merchants';
import { Caller, Operation, type DoorReply } from '#platform';
import { sendAttachment } from '../dialect/attachment.js';
import type { DashboardCaller } from '../dialect/caller.js';
import { Message } from '../dialect/envelope.interceptor.js';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';
import { presentProgress } from '../onboarding/onboarding.presenter.js';
import { presentOnboarding, presentOnboardings } from './admin-onboarding.presenter.js';

/** Applications of all organisations, for platform staff: the guard lets nobody else in. */
@Controller('admin/onboarding')
export class AdminOnboardingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('adminListOnboardings')
  async list(
    @Query() { reviewStatus, ...page }: PageQuery & { reviewStatus: Wire<'AdminReviewStatus'> },
  ): Promise<Wire<'AdminOnboardingList'>> {
    return presentOnboardings(await this.queries.execute(new ListOnboardings(reviewStatus, page)));
  }

  @Get(':organizationId')
  @Operation('adminGetOnboarding')
  async get(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('organizationId') organizationId: string,
  ): Promise<Wire<'AdminOnboarding'>> {
    return presentOnboarding(await this.commands.execute(new ReviewOnboarding(organizationId, actorId)));
  }

  @Get(':organizationId/documents/:documentId/:side')
  @Operation('adminDownloadIdDocument')
  async download(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param() { organizationId, documentId, side }: { organizationId: string; documentId: string; side: DocumentSide },
    @Res() reply: DoorReply,
  ): Promise<void> {
    const command = new OpenIdentityDocument(organizationId, documentId, side, actorId);
    sendAttachment(reply, await this.commands.execute(command));
  }

  @Post(':organizationId/approval')
  @Operation('adminApproveOnboarding')
  @Message('The organisation may act in live mode')
  async approve(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('organizationId') organizationId: string,
    @Body() { revision }: Wire<'AdminApproveOnboardingRequest'>,
  ): Promise<Wire<'OnboardingProgress'>> {
    await this.commands.execute(new ApproveOnboarding(organizationId, { revision, actorId }));
    return presentProgress(await this.queries.execute(new GetOnboardingProgress(organizationId)));
  }

  @Post(':organizationId/rejection')
  @Operation('adminRejectOnboarding')
  @Message('The owner is told the reason')
  async reject(
    @Caller() { userId: actorId }: DashboardCaller,
    @Param('organizationId') organizationId: string,
    @Body() { revision, reason }: Wire<'AdminRejectOnboardingRequest'>,
  ): Promise<Wire<'OnboardingProgress'>> {
    await this.commands.execute(new RejectOnboarding(organizationId, { revision, actorId }, reason.trim()));
    return presentProgress(await this.queries.execute(new GetOnboardingProgress(organizationId)));
  }
}
