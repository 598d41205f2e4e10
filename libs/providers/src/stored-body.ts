import { redact, redactText } from '#platform';
import { isJsonObject, parseObject } from './wire.js';

const LONGEST_BYTES = 4096;

/**
 * Fields without which nobody finds a case again. They are numbers that the general redaction, which errs on the safe
 * side, would take for telephones or cards.
 */
const KEPT = new Set([
  ...['amount', 'availableBalance', 'externalId', 'financialTransactionId', 'status', 'statusCode'],
  ...['txnid', 'txnmode', 'orderId', 'order_id', 'inittxnstatus', 'confirmtxnstatus', 'txnstatus'],
]);

/**
 * An operator's answer as it may be stored: tokens and keys left out, numbers of persons masked to their last two digits,
 * at most 4 KiB, and nothing that PostgreSQL refuses as text.
 */
export function storedBody(text: string): string {
  const fields = parseObject(text);
  const redacted = fields ? JSON.stringify(redactFields(fields)) : redactText(text);
  return cut(redacted.replaceAll('\u0000', '\uFFFD'));
}

function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(fields).filter(([name, value]) => KEPT.has(name) && typeof value !== 'object');
  const redacted = { ...(redact(fields) as Record<string, unknown>), ...Object.fromEntries(kept) };
  // Some operators tell everything one level down.
  const { data } = fields;
  return isJsonObject(data) ? { ...redacted, data: redactFields(data) } : redacted;
}

/** Cut between characters: half of one would be refused by the database. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LONGEST_BYTES) return bytes.toString();
  let end = LONGEST_BYTES;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString('utf8', 0, end);
}
