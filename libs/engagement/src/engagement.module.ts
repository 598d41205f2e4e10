import { Module } from '@nestjs/common';
import { IdentityModule } from '#identity';
import { SubmitFeedbackHandler } from './feedback/submit-feedback.command.js';
import { OwedMails } from './mail/owed-mails.service.js';
import { SendOwedMailsJob } from './mail/send-owed-mails.job.js';
import { ListNotificationsHandler } from './notification/list-notifications.query.js';
import { MarkAllNotificationsReadHandler } from './notification/mark-all-notifications-read.command.js';
import { MarkNotificationReadHandler } from './notification/mark-notification-read.command.js';
import { NotifyWhenSomethingHappens } from './notification/notify-when-something-happens.policy.js';
import { RemoveOldNotificationsJob } from './notification/remove-old-notifications.job.js';
import { SubmitSupportRequestHandler } from './support/submit-support-request.command.js';

const handlers = [
  ListNotificationsHandler,
  MarkAllNotificationsReadHandler,
  MarkNotificationReadHandler,
  SubmitFeedbackHandler,
  SubmitSupportRequestHandler,
];

/** Run or called by the worker; found there by their marks. */
const background = [NotifyWhenSomethingHappens, RemoveOldNotificationsJob, SendOwedMailsJob];

@Module({
  imports: [IdentityModule],
  providers: [OwedMails, ...handlers, ...background],
})
export class EngagementModule {}
