import { randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const PREFIX = 'whsec_';

export const newSigningKey = (): Buffer => randomBytes(KEY_BYTES);

/** The key as Standard Webhooks has it written for people: `whsec_` and base64. */
export const secretOf = (key: Buffer): string => PREFIX + key.toString('base64');

/** The place that a sealed key belongs to; the current and the previous key of an endpoint share it. */
export const keyContext = (endpointId: string): string => `webhook_endpoints.key:${endpointId}`;
