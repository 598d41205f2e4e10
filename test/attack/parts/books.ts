import { verifyBooksWith } from '../../support/platform-processes/verify-books.js';
import type { Assault } from '../assault.js';
import { rowsAsText } from '../made-rows.js';

/** Whatever was tried, the books are sound, nothing is set aside, and nobody is more than he was. */
export async function attackBooks(assault: Assault): Promise<void> {
  const { config, databaseUrl } = assault.target;
  for (const { invariant, where, detail } of await verifyBooksWith(config)(databaseUrl)) {
    assault.blame(`${invariant}: ${where}: ${detail}`);
  }
  const none: readonly (readonly [what: string, text: string])[] = [
    ['an event was set aside', 'SELECT * FROM outbox_parked LIMIT 3'],
    [
      'an account of staff that nobody appointed',
      `SELECT email FROM users WHERE role <> 'customer' AND email <> '${config.adminEmail}'`,
    ],
    ['an organisation acts in live mode', 'SELECT id FROM organizations WHERE live_at IS NOT NULL'],
    ['money in live mode', `SELECT id FROM payments WHERE mode = 'live' LIMIT 3`],
    ['a payment of nothing or less', 'SELECT id FROM payments WHERE amount <= 0 LIMIT 3'],
  ];
  for (const [what, text] of none) {
    const rows = await rowsAsText(databaseUrl, text, []);
    if (rows !== '[]') assault.blame(`${what}: ${rows}`);
  }
}
