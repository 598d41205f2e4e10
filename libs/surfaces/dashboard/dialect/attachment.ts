import type { Readable } from 'node:stream';
import type { DoorReply } from '#platform';

export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  /** Of a stream the size must be known. */
  readonly content: Buffer | Readable;
  readonly sizeBytes?: number;
}

/**
 * Sends a file for the browser to save and never to show: what people upload must not run in our origin. Names beyond
 * ASCII go in the second form of RFC 6266.
 */
export function sendAttachment(reply: DoorReply, { name, contentType, content, sizeBytes }: Attachment): void {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const extended = plain === name ? '' : `; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`;
  if (sizeBytes !== undefined) void reply.header('content-length', sizeBytes);
  void reply
    .header('content-type', contentType)
    .header('content-disposition', `attachment; filename="${plain}"${extended}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .send(content);
}

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
