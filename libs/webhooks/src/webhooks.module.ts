import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttemptLog } from './delivery/attempt-log.service.js';
import { Courier } from './delivery/courier.service.js';
import { DeliveryAttempts } from './delivery/delivery-attempts.service.js';
import { DeliveryClaims } from './delivery/delivery-claims.service.js';
import { GetWebhookDeliveryHandler } from './delivery/get-delivery.query.js';
import { ListWebhookDeliveriesHandler } from './delivery/list-deliveries.query.js';
import { QueueDeliveriesWhenEventsHappen } from './delivery/queue-deliveries-when-events-happen.policy.js';
import { Receivers } from './delivery/receivers.service.js';
import { RemoveOldDeliveriesJob } from './delivery/remove-old-deliveries.job.js';
import { ReplayWebhookDeliveryHandler } from './delivery/replay-delivery.command.js';
import { SendDueWebhooksJob } from './delivery/send-due-webhooks.job.js';
import { SendTestWebhookHandler } from './delivery/send-test-event.command.js';
import { WEBHOOK_DIALECTS, type WebhookDialect } from './dialect/webhook-dialect.port.js';
import { WebhookDialects } from './dialect/webhook-dialects.service.js';
import { CreateWebhookEndpointHandler } from './endpoint/create-endpoint.command.js';
import { DeleteWebhookEndpointHandler } from './endpoint/delete-endpoint.command.js';
import { EndpointUrls } from './endpoint/endpoint-urls.service.js';
import { ListWebhookEndpointsHandler } from './endpoint/list-endpoints.query.js';
import { RotateWebhookSecretHandler } from './endpoint/rotate-secret.command.js';
import { SwitchOffWebhookEndpointHandler } from './endpoint/switch-off-endpoint.command.js';
import { UpdateWebhookEndpointHandler } from './endpoint/update-endpoint.command.js';
import { WebhookEndpoint } from './endpoint/webhook-endpoint.aggregate.js';
import { SignForOrganizationHandler } from './signing/sign-for-organization.query.js';

const endpoint = [
  EndpointUrls,
  CreateWebhookEndpointHandler,
  UpdateWebhookEndpointHandler,
  DeleteWebhookEndpointHandler,
  RotateWebhookSecretHandler,
  SwitchOffWebhookEndpointHandler,
  ListWebhookEndpointsHandler,
  SignForOrganizationHandler,
];
const delivery = [
  AttemptLog,
  Courier,
  DeliveryAttempts,
  DeliveryClaims,
  Receivers,
  ListWebhookDeliveriesHandler,
  GetWebhookDeliveryHandler,
  ReplayWebhookDeliveryHandler,
  SendTestWebhookHandler,
  SendDueWebhooksJob,
  RemoveOldDeliveriesJob,
  QueueDeliveriesWhenEventsHappen,
];

/** Webhooks of the doors whose dialects are given. Every process of a deployment must give the same ones. */
@Module({})
export class WebhooksModule {
  static with(dialects: readonly WebhookDialect[]): DynamicModule {
    return {
      module: WebhooksModule,
      imports: [TypeOrmModule.forFeature([WebhookEndpoint])],
      providers: [{ provide: WEBHOOK_DIALECTS, useValue: dialects }, WebhookDialects, ...endpoint, ...delivery],
    };
  }
}
