import { isUuid } from '#kernel';
import { CommandBus } from '@nestjs/cqrs';
import { Database } from '#platform';
import { RotateWebhookSecret, type WebhookOwner } from '#webhooks';
import { CommandProblem, type OperationsCommand } from './command.js';

export const WEBHOOK_ROTATE_USAGE = 'Usage: npm run webhook:rotate -- <id of the receiver>';
const FIND_OWNER = `SELECT organization_id AS "organizationId", dialect FROM webhook_endpoints
  WHERE id = $1 AND deleted_at IS NULL`;

/**
 * Gives a receiver of webhooks a new secret, which is shown on the terminal alone; the one before signs beside it for a
 * day. Not safe to repeat: the secret before the last stops signing at once.
 */
export const rotateWebhookSecret: OperationsCommand = async (core, args, terminal) => {
  const [id, ...others] = args;
  if (id === undefined || others.length > 0) throw new CommandProblem(WEBHOOK_ROTATE_USAGE);
  const owner = isUuid(id) ? await core.get(Database).first<WebhookOwner>(FIND_OWNER, [id]) : null;
  if (!owner) throw new CommandProblem(`There is no receiver ${id}.`);
  const rotation = new RotateWebhookSecret(owner, id, null);
  const { secret, previousUntil } = await core.get(CommandBus).execute(rotation);
  terminal.say(`The new secret is ${secret}`);
  terminal.say(`The secret before it signs as well until ${previousUntil.toISOString()}.`);
  return 0;
};
