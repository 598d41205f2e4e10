import type { FastifyInstance } from 'fastify';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Takes every body as text. Operators answer a body they cannot read in their own words, and some of them take calls
 * with a JSON content type and no body at all, which Fastify's own parser refuses.
 */
export function takeBodiesAsText(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}

/** The JSON object in a body that was taken as text; null when there is none. */
export function readJsonObject(body: unknown): JsonObject | null {
  if (typeof body !== 'string') return null;
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
