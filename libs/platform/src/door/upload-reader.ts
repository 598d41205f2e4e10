import { Injectable } from '@nestjs/common';
import { DomainError } from '#kernel';
import { currentRequestContext } from '../logging/request-context.js';
import type { DoorReply, DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';
import { BODY_MAX_BYTES, FILE_MAX_BYTES, UPLOAD_MAX_BYTES, type FilePart, type FormPart } from './upload.js';

const LIMITS = { fileSize: FILE_MAX_BYTES, fieldSize: 256 * 1024, files: 20, fields: 50, parts: 60 };
/** Of all uploads that one process holds at a time: files wait in memory, since none may reach a disk unencrypted. */
const HELD_MAX_BYTES = 256 * 1024 * 1024;
/** Of that, for one organisation: one that sends very slowly must not take the room of all others. */
const SHARE_BYTES = 64 * 1024 * 1024;

/** More is being uploaded than this process can hold. It passes. */
export class UploadsBusy extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'uploads_busy';

  constructor() {
    super('Too much is being uploaded at the moment: try again in a minute');
  }
}

export const isForm = ({ headers }: Pick<DoorRequest, 'headers'>): boolean =>
  /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');

const announcedBytes = ({ headers }: Pick<DoorRequest, 'headers'>): number =>
  Number(headers['content-length'] ?? Number.NaN);

/**
 * Whether the rest of a request that was answered early would be read without end: Node throws away what still comes,
 * which is fine for an upload that has a length within the limits and for no other.
 */
export const mustHangUp = (request: Pick<DoorRequest, 'headers' | 'raw'>): boolean =>
  isForm(request) && !request.raw.readableEnded && !(announcedBytes(request) <= UPLOAD_MAX_BYTES);

/** Reads multipart/form-data, after the caller was recognised and never further than the limits. */
@Injectable()
export class UploadReader {
  private heldBytes = 0;
  private readonly heldFor = new Map<string, number>();

  /** Throws RequestRefused for what is too large or no form, and UploadsBusy. */
  async read(request: DoorRequest, reply: DoorReply): Promise<FormPart[]> {
    if (announcedBytes(request) > UPLOAD_MAX_BYTES) throw tooLarge();
    const held = this.holdUntilAnswered(reply);
    // Begun first: what counts must not make the request flow before the parser listens.
    const collected = collect(request);
    const beyond = new Promise<never>((_, reject) => {
      let sizeBytes = 0;
      request.raw.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        const refusal = sizeBytes > UPLOAD_MAX_BYTES ? tooLarge() : held(chunk.length) ? null : new UploadsBusy();
        if (!refusal) return;
        request.raw.unpipe().pause();
        reject(refusal);
      });
    });
    return Promise.race([collected, beyond]);
  }

  /** A form as the bytes that it was sent in. Throws RequestRefused for one that is longer than any other body may be. */
  async readBytes(request: DoorRequest): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    // Not destroyed with the loop: what is too large is answered before it is hung up on.
    const incoming = request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const chunk of incoming) {
      sizeBytes += chunk.length;
      if (sizeBytes > BODY_MAX_BYTES) throw new RequestRefused({ problem: 'too_large', maxBytes: BODY_MAX_BYTES });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** Counts what is held for one request, and gives it all back once it is answered. False when there is no room. */
  private holdUntilAnswered(reply: DoorReply): (bytes: number) => boolean {
    const { organizationId } = currentRequestContext() ?? {};
    let ownBytes = 0;
    reply.raw.once('close', () => this.hold(organizationId, -ownBytes));
    return (bytes) => {
      ownBytes += bytes;
      return this.hold(organizationId, bytes);
    };
  }

  private hold(organizationId: string | undefined, bytes: number): boolean {
    this.heldBytes += bytes;
    if (organizationId === undefined) return this.heldBytes <= HELD_MAX_BYTES;
    const theirs = (this.heldFor.get(organizationId) ?? 0) + bytes;
    if (theirs > 0) this.heldFor.set(organizationId, theirs);
    else this.heldFor.delete(organizationId);
    return this.heldBytes <= HELD_MAX_BYTES && theirs <= SHARE_BYTES;
  }
}

const tooLarge = (): RequestRefused => new RequestRefused({ problem: 'too_large', maxBytes: UPLOAD_MAX_BYTES });

async function collect(request: DoorRequest): Promise<FormPart[]> {
  const parts: FormPart[] = [];
  try {
    for await (const part of request.parts({ limits: LIMITS, throwFileSizeLimit: false } as {
      limits: typeof LIMITS;
    })) {
      if (part.type === 'file') {
        const content = await part.toBuffer();
        const file: FilePart = { name: part.filename ?? '', content, truncated: part.file.truncated };
        parts.push({ field: part.fieldname, file });
      } else if (part.valueTruncated) {
        throw tooLarge();
      } else {
        parts.push({ field: part.fieldname, text: part.value });
      }
    }
  } catch (error) {
    // The parser's own errors tell of the form alone: cut short, without boundary, with more parts than anybody needs.
    throw error instanceof RequestRefused ? error : new RequestRefused({ problem: 'malformed_json', expected: 'form' });
  }
  return parts;
}
