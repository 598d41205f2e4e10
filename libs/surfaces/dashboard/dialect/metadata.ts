import { invalidFields } from '#platform';

const METADATA_MAX_BYTES = 8192;

/** The caller's own data, which no schema can measure. Throws when it is larger than the contract says. */
export function boundedMetadata(metadata: Record<string, unknown> = {}): Record<string, unknown> {
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA_MAX_BYTES) {
    throw invalidFields({ field: 'metadata', message: 'must be at most 8 KiB of JSON' });
  }
  return metadata;
}
