import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { withRequestContext } from '../logging/request-context.js';
import type { DoorReply, DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';
import { BODY_MAX_BYTES, UPLOAD_MAX_BYTES } from './upload.js';
import { mustHangUp, UploadReader, UploadsBusy } from './upload-reader.js';

const MIB = 2 ** 20;
/** One piece of memory for all: what is counted is what goes through. */
const TWENTY_MIB = Buffer.alloc(20 * MIB);

/** An upload that is under way and never ends by itself. */
class Upload {
  readonly raw = new PassThrough();
  private readonly reply = { raw: new EventEmitter() };

  constructor(private readonly headers: Record<string, string> = {}) {}

  get request(): DoorRequest {
    const headers = { 'content-type': 'multipart/form-data; boundary=x', ...this.headers };
    const parts = async function* (): AsyncGenerator<never> {
      await new Promise(() => undefined);
      yield* [];
    };
    return { headers, raw: this.raw, parts } as unknown as DoorRequest;
  }

  readBy(reader: UploadReader): Promise<unknown> {
    const reading = reader.read(this.request, this.reply as unknown as DoorReply);
    // Whoever is refused later must not count as refused by nobody.
    reading.catch(() => undefined);
    return reading;
  }

  send(bytes: Buffer): void {
    this.raw.emit('data', bytes);
  }

  answered(): void {
    this.reply.raw.emit('close');
  }
}

describe('reading a form that nobody asked for', () => {
  const send = (sizeBytes: number): { upload: Upload; reading: Promise<Buffer> } => {
    const upload = new Upload();
    upload.raw.end(Buffer.alloc(sizeBytes));
    return { upload, reading: new UploadReader().readBytes(upload.request) };
  };

  it('takes it as the bytes that it is', async () => {
    expect(await send(BODY_MAX_BYTES).reading).toEqual(Buffer.alloc(BODY_MAX_BYTES));
  });

  it('refuses what is too large, and can still answer', async () => {
    const { upload, reading } = send(BODY_MAX_BYTES + 1);
    await expect(reading).rejects.toMatchObject({ reason: { problem: 'too_large', maxBytes: BODY_MAX_BYTES } });
    expect(upload.raw.destroyed).toBe(false);
  });
});

describe('reading uploads', () => {
  it('refuses one that says it is too large, unread', async () => {
    const upload = new Upload({ 'content-length': String(UPLOAD_MAX_BYTES + 1) });
    await expect(upload.readBy(new UploadReader())).rejects.toMatchObject({
      reason: { problem: 'too_large', maxBytes: UPLOAD_MAX_BYTES },
    });
    expect(upload.raw.listenerCount('data')).toBe(0);
  });

  it('stops at the limit in one that does not say so', async () => {
    const upload = new Upload();
    const reading = upload.readBy(new UploadReader());
    upload.send(Buffer.alloc(UPLOAD_MAX_BYTES));
    upload.send(Buffer.alloc(1));
    await expect(reading).rejects.toBeInstanceOf(RequestRefused);
    expect(upload.raw.isPaused()).toBe(true);
  });

  it('holds no more than its share for one organisation, however slowly it sends', async () => {
    const reader = new UploadReader();
    const by = (organizationId: string): { upload: Upload; reading: Promise<unknown> } =>
      withRequestContext({ requestId: 'r', organizationId }, () => {
        const upload = new Upload();
        return { upload, reading: upload.readBy(reader) };
      });
    const greedy = Array.from({ length: 4 }, () => by('greedy'));
    for (const { upload } of greedy) upload.send(TWENTY_MIB);
    await expect(greedy[3]?.reading).rejects.toBeInstanceOf(UploadsBusy);
    const other = by('another');
    other.upload.send(TWENTY_MIB);
    expect(await Promise.race([other.reading, Promise.resolve('under way')])).toBe('under way');
    for (const { upload } of greedy) upload.answered();
    const again = by('greedy');
    again.upload.send(TWENTY_MIB);
    expect(await Promise.race([again.reading, Promise.resolve('under way')])).toBe('under way');
  });

  it('holds only so much at a time, and takes more once others were answered', async () => {
    const reader = new UploadReader();
    const uploads = Array.from({ length: 12 }, () => new Upload());
    for (const upload of uploads) {
      void upload.readBy(reader).catch(() => undefined);
      upload.send(TWENTY_MIB);
    }
    const late = new Upload();
    const refused = late.readBy(reader);
    late.send(TWENTY_MIB);
    await expect(refused).rejects.toBeInstanceOf(UploadsBusy);
    late.answered();
    uploads[0]!.answered();
    const later = new Upload();
    const taken = later.readBy(reader);
    later.send(TWENTY_MIB);
    await expect(Promise.race([taken, Promise.resolve('under way')])).resolves.toBe('under way');
  });

  it.each([
    ['is within the limit by its length', { 'content-length': '1000' }, false],
    ['is beyond it', { 'content-length': String(UPLOAD_MAX_BYTES + 1) }, true],
    ['does not say how long it is', {}, true],
    ['is no form', { 'content-type': 'application/json' }, false],
  ])('hangs up on what was answered early and %s: %j', (_, headers, hangsUp) => {
    expect(mustHangUp(new Upload(headers as Record<string, string>).request)).toBe(hangsUp);
  });
});
