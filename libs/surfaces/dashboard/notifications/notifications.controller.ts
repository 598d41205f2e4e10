import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ListNotifications, MarkAllNotificationsRead, MarkNotificationRead } from '#engagement';
import { Caller, Operation } from '#platform';
import type { DashboardCaller } from '../dialect/caller.js';
import type { Wire } from '../dialect/wire.js';
import { presentNotification, presentNotifications } from './notifications.presenter.js';
import { notificationFilters, type ListNotificationsQuery } from './notifications.requests.js';

@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('listNotifications')
  async list(
    @Caller() caller: DashboardCaller,
    @Query() query: ListNotificationsQuery,
  ): Promise<Wire<'NotificationList'>> {
    return presentNotifications(
      await this.queries.execute(new ListNotifications(caller, notificationFilters(query), query)),
    );
  }

  @Put('read-all')
  @Operation('markAllNotificationsRead')
  async markAllRead(
    @Caller() caller: DashboardCaller,
    @Body() request: Wire<'ReadAllRequest'> | undefined,
  ): Promise<Wire<'ReadAllResult'>> {
    const command = new MarkAllNotificationsRead(caller, request?.type ?? null);
    const { updated, unread } = await this.commands.execute(command);
    return { updated, unreadCount: unread };
  }

  @Put(':notificationId/read')
  @Operation('markNotificationRead')
  async markRead(
    @Caller() caller: DashboardCaller,
    @Param('notificationId') notificationId: string,
  ): Promise<Wire<'Notification'>> {
    return presentNotification(await this.commands.execute(new MarkNotificationRead(caller, notificationId)));
  }
}
