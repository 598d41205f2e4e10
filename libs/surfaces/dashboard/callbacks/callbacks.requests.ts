import type { DoorRequest } from '#platform';

/** Query, form and JSON fields of a notice together, whatever its content type; what cannot be read is left out. */
export function noticeFields(request: DoorRequest): Record<string, unknown> {
  const { token: _, ...query } = request.query as Record<string, unknown>;
  return { ...query, ...bodyFields(request.rawBody?.toString('utf8') ?? '') };
}

function bodyFields(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}
