export type { WebhookAttemptView, WebhookDeliveryStatus, WebhookDeliveryView } from './delivery/delivery-view.js';
export { GetWebhookDelivery } from './delivery/get-delivery.query.js';
export type { WebhookDeliveryHistory } from './delivery/get-delivery.query.js';
export { ListWebhookDeliveries } from './delivery/list-deliveries.query.js';
export type { WebhookDeliveryFilters } from './delivery/list-deliveries.query.js';
export { ReplayWebhookDelivery } from './delivery/replay-delivery.command.js';
export { SendTestWebhook } from './delivery/send-test-event.command.js';
export {
  WebhookDeliveryNotFound,
  WebhookDeliveryPending,
  WebhookDeliveryReplayed,
} from './delivery/webhook-delivery.errors.js';
export type {
  ComposedRequest,
  Signing,
  WebhookDialect,
  WebhookMessage,
  WordedEvent,
} from './dialect/webhook-dialect.port.js';
export { CreateWebhookEndpoint } from './endpoint/create-endpoint.command.js';
export type { CreatedWebhookEndpoint } from './endpoint/create-endpoint.command.js';
export { DeleteWebhookEndpoint } from './endpoint/delete-endpoint.command.js';
export { ListWebhookEndpoints } from './endpoint/list-endpoints.query.js';
export { RotateWebhookSecret } from './endpoint/rotate-secret.command.js';
export type { RotatedWebhookSecret } from './endpoint/rotate-secret.command.js';
export { UpdateWebhookEndpoint } from './endpoint/update-endpoint.command.js';
export type { WebhookEndpointChanges } from './endpoint/update-endpoint.command.js';
export type {
  WebhookDisabledReason,
  WebhookEndpointStatus,
  WebhookEndpointView,
  WebhookOwner,
} from './endpoint/webhook-endpoint.aggregate.js';
export {
  WebhookEndpointInactive,
  WebhookEndpointNotFound,
  WebhookLimitReached,
  WebhookUrlNotAllowed,
} from './endpoint/webhook-endpoint.errors.js';
export type { WebhookEndpointDisabled } from './endpoint/webhook-endpoint.events.js';
export { SignForOrganization } from './signing/sign-for-organization.query.js';
export { standardWebhooksHeaders } from './signing/standard-webhooks.js';
export { WebhooksModule } from './webhooks.module.js';
