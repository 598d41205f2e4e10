import { passesLuhn } from './card-number.js';

/**
 * Keeps secrets and personal data out of logs. Two nets: the name of a field, and the look of a value. The second one
 * errs on the safe side: a number that looks like a telephone or a card is hidden even when it is neither.
 */
const HIDDEN = '[redacted]';
const TEXT_LENGTH_MAX = 8192;
const DEPTH_MAX = 6;
const ENTRIES_MAX = 60;

/** Field names whose value never shows, written without case, `-` and `_`. */
const SECRET_FIELD =
  /(?:authorization|cookie|cookies|password|passphrase|secret|token|apikey|otp|totp|pin|cvv|cvc|pan|cardnumber|privatekey|subscriptionkey|recoverycodes?)$/;
/** These end like the name of a secret and are none. */
const NOT_SECRET_FIELD = /(?:span|spin|japan)$/;
const PHONE_FIELD = /(?:phone|phonenumber|msisdn|mobile|partyid)$/;
const CODE_FIELD = /code$/;
const ONE_TIME_CODE = /^\d{6}$/;

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const TOKENS =
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*){0,3}|\b(app_(?:live|test)_|whsec_|rt_|sk_(?:live|test)_)[\w+/=]+|\b((?:pat|rp|ch|dl)_)[\w-]{20,}/g;
const CREDENTIAL_SCHEME = /\b(Bearer|Basic)\s+[\w+/=.~-]{6,}/gi;
const URL_CREDENTIALS = /(:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/g;
const ASSIGNED_SECRET =
  /((?:authorization|cookie|password|passphrase|secret|token|api[-_]?key|otp|totp|pin|cvv|cvc)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"'&,;}]+/gi;
const ASSIGNED_CODE = /\b(code\W{0,4}(?:is\W{0,3})?)\d{6}(?!\d)/gi;
const EMAIL = /([\w.+%-])[\w.+%-]{0,63}@([a-z0-9])[a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){1,4}/gi;

const GAP = '[ ()-]{0,2}';
/**
 * With a country code (ours written in any way, others with their +), or as it is dialled in one of our countries. Points
 * separate digits only behind a +, or addresses of servers would look like numbers.
 */
const TELEPHONE = [
  `(?:\\+|00)?(?:237|261|234)(?:${GAP}\\d){8,10}`,
  '\\+\\d(?:[ .()-]{0,2}\\d){6,14}',
  `6[2-9](?:${GAP}\\d){7}`,
  `2[234][23](?:${GAP}\\d){6}`,
  `0?3[2-9](?:${GAP}\\d){7}`,
  `0[789][01](?:${GAP}\\d){8}`,
].join('|');
/** Ids are matched first and left alone: they are needed to follow a case, and some contain what looks like a number. */
const ID_CARD_OR_TELEPHONE = new RegExp(
  `(?<id>\\b${UUID}\\b)|(?<!\\d)(?:(?<card>[2-6](?:[ -]?\\d){13,18})|(?<telephone>${TELEPHONE}))(?!\\d)`,
  'gi',
);
const NUMBER_LIKE_TELEPHONE = /^(?:237|261|234)\d{8,10}$/;

const ONLY_UUID = new RegExp(`^${UUID}$`, 'i');
/** Every pattern above needs one of these, and most texts have none, which saves most of the time that a line takes. */
const WORTH_A_LOOK =
  /[@=:]|\d[ .()-]{0,2}\d[ .()-]{0,2}\d[ .()-]{0,2}\d|eyJ|app_|whsec_|rt_|sk_|pat_|rp_|ch_|dl_|bearer|basic|code/i;

/** Text without tokens, passwords, one-time codes, card numbers, telephone numbers and mail addresses. */
export function redactText(text: string): string {
  if (text.length <= TEXT_LENGTH_MAX && (ONLY_UUID.test(text) || !WORTH_A_LOOK.test(text))) return text;
  const cut =
    text.length > TEXT_LENGTH_MAX
      ? `${text.slice(0, TEXT_LENGTH_MAX)}… ${text.length - TEXT_LENGTH_MAX} characters more`
      : text;
  return cut
    .replace(TOKENS, (_, prefix?: string, rarer?: string) => (prefix ?? rarer ?? 'jwt_') + HIDDEN)
    .replace(CREDENTIAL_SCHEME, `$1 ${HIDDEN}`)
    .replace(URL_CREDENTIALS, `$1${HIDDEN}@`)
    .replace(ASSIGNED_SECRET, `$1${HIDDEN}`)
    .replace(ASSIGNED_CODE, `$1${HIDDEN}`)
    .replace(EMAIL, (_, first: string, domain: string) => `${first}***@${domain}…`)
    .replace(ID_CARD_OR_TELEPHONE, (match: string, ...rest: unknown[]) =>
      hideNumber(match, rest.at(-1) as NumberMatch),
    );
}

interface NumberMatch {
  readonly id?: string;
  readonly card?: string;
  readonly telephone?: string;
}

function hideNumber(match: string, { id, card, telephone }: NumberMatch): string {
  if (id !== undefined) return match;
  if (telephone !== undefined) return maskTelephone(match);
  return card !== undefined && passesLuhn(card.replace(/\D/g, '')) ? '[card]' : match;
}

/** All but the last two digits. */
function maskTelephone(text: string): string {
  return `•••${text.replace(/\D/g, '').slice(-2)}`;
}

/** A copy that is safe to log. Cut where it is deeper or longer than a line of a log should be. */
export function redact(value: unknown): unknown {
  return redactValue(value, 0);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return redactNumber(value);
  if (typeof value === 'bigint') return redactText(value.toString());
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (depth >= DEPTH_MAX) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return redactList(value, depth);
  if (value instanceof Map)
    return redactFields(
      [...value.entries()].map(([key, item]) => [String(key), item]),
      depth,
    );
  if (value instanceof Set) return redactList([...value], depth);
  return redactFields(Object.entries(value), depth);
}

function redactList(items: readonly unknown[], depth: number): unknown[] {
  const shown = items.slice(0, ENTRIES_MAX).map((item) => redactValue(item, depth + 1));
  return items.length > ENTRIES_MAX ? [...shown, `[${items.length - ENTRIES_MAX} more]`] : shown;
}

function redactFields(entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, value] of entries.slice(0, ENTRIES_MAX)) shown[redactText(name)] = redactField(name, value, depth);
  if (entries.length > ENTRIES_MAX) shown['…'] = `${entries.length - ENTRIES_MAX} more`;
  return shown;
}

type Treatment = 'hide' | 'hide_code' | 'mask' | 'look';

/** Names come from the code, a few hundred in all; the bound is for logged objects whose names come from outside. */
const TREATMENTS_MAX = 2000;
const treatments = new Map<string, Treatment>();

function treatmentOf(name: string): Treatment {
  const known = treatments.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replace(/[-_\s]/g, '');
  let treatment: Treatment = 'look';
  if (SECRET_FIELD.test(plain) && !NOT_SECRET_FIELD.test(plain)) treatment = 'hide';
  else if (CODE_FIELD.test(plain)) treatment = 'hide_code';
  else if (PHONE_FIELD.test(plain)) treatment = 'mask';
  if (treatments.size < TREATMENTS_MAX) treatments.set(name, treatment);
  return treatment;
}

function redactField(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  const treatment = treatmentOf(name);
  if (treatment === 'hide') return HIDDEN;
  if (typeof value === 'string' || typeof value === 'number') {
    if (treatment === 'hide_code' && ONE_TIME_CODE.test(String(value))) return HIDDEN;
    if (treatment === 'mask') return maskTelephone(String(value));
  }
  return redactValue(value, depth + 1);
}

function redactNumber(value: number): unknown {
  const text = String(value);
  if (NUMBER_LIKE_TELEPHONE.test(text)) return maskTelephone(text);
  return /^[2-6]\d{13,18}$/.test(text) && passesLuhn(text) ? '[card]' : value;
}

/**
 * Only what explains an error. Other fields are left out because drivers and clients hang the whole query, its parameters
 * or the whole request on their errors.
 */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { kind, code, details, constraint, table } = error as Error & Record<string, unknown>;
  const shown = {
    type: error.name,
    message: error.message,
    kind,
    code,
    details,
    constraint,
    table,
    cause: error.cause,
  };
  const told = Object.entries(shown).filter(([, value]) => value !== undefined && value !== null);
  return { ...redactFields(told, depth), stack: redactText(error.stack ?? '') };
}
