import type { Contract, JsonObject } from '#platform';
import { noteAnswer } from './contract-coverage.js';

interface WebhookDefinition {
  readonly operationId: string;
  readonly requestBody: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> };
}

/** The webhooks of a contract by the name of their event. */
export function webhooksOf({ document }: Contract): Map<string, WebhookDefinition> {
  const items = Object.entries(document['webhooks'] as Record<string, JsonObject>);
  return new Map(items.map(([event, item]) => [event, item['post'] as WebhookDefinition]));
}

/** Fails when a webhook is not what the contract describes for its event. The contract's coverage counts it as seen. */
export function expectWebhook(contract: Contract, webhook: { readonly event: string }): void {
  const definition = webhooksOf(contract).get(webhook.event);
  if (!definition) throw new Error(`The contract has no webhook ${webhook.event}`);
  const schema = definition.requestBody.content['application/json']?.schema.$ref.split('/').at(-1) ?? '';
  const problems = contract.validateSchema(schema, webhook);
  expect({ event: webhook.event, problems }).toEqual({ event: webhook.event, problems: [] });
  noteAnswer(contract.surface, definition.operationId, 'sent');
}
