import type { DoorRequest } from '#platform';

/** Query, form and JSON fields of a notice together, whatever its content type; what cannot be read is left out. */
export function noticeFields(request: DoorRequest): Record<string, unknown> {
  const { token: _, ...query } = request.query as Record<string, unknown>;
  return { ...query, ...bodyFields(request.rawBody?.toString('utf8') ?? '') };
}

const IPN_FIELDS = ['payToken', 'notif_token', 'order_id'];

/** What a notice names where the operators' own callbacks do not, but the contract lets it. */
export const namedByIpn = (fields: Readonly<Record<string, unknown>>): unknown[] =>
  IPN_FIELDS.map((field) => fields[field]);

function bodyFields(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
