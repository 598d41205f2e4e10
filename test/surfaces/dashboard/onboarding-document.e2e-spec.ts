import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { SetUserSuspension } from '#identity';
import { dashboardDoor } from '#surfaces/dashboard';
import { eventually } from '../../support/eventually.js';
import { refusal, startTestDoor, type Answer, type CallPart, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { approvedOutright, JPG, NATIONAL_ID, PDF, PNG } from '../../support/onboarding.js';

const FILE_MAX_BYTES = 10_485_760;
const [TYPE, FRONT, BACK] = NATIONAL_ID as [CallPart, CallPart, CallPart];

const file = (field: string, content: Buffer, name = 'scan'): CallPart => ({ field, name, content });
const passport = (...files: CallPart[]): CallPart[] => [{ field: 'documentType', text: 'Passport' }, ...files];
const ofSize = (bytes: number): Buffer => Buffer.concat([PNG, Buffer.alloc(bytes - PNG.length)]);

describe('dashboard: uploadIdDocument', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const upload = (parts: readonly CallPart[], { token } = merchant): Promise<Answer> =>
    door.call('uploadIdDocument', { token, parts });
  const progress = async () => (await door.call('getOnboardingProgress', { token: merchant.token })).body.data;
  const stored = async (): Promise<string[]> => {
    const names = await readdir(join(door.config.dataDirectory, 'objects'), { recursive: true }).catch(() => []);
    return names.filter((name) => name.includes('identity-documents%') || name.startsWith('.incoming/'));
  };
  const storedFor = async (documentId: string): Promise<number> =>
    (await stored()).filter((name) => name.includes(documentId)).length;

  /** What a document was replaced by is answered before its files are gone. */
  const nothingLoose = () =>
    eventually(
      () => door.database.query('SELECT key FROM loose_objects'),
      (keys) => keys.length === 0,
    );

  it('takes both sides of a national ID, and completes the step', async () => {
    const { status, body } = await upload(NATIONAL_ID);
    expect([status, body.data]).toEqual([
      201,
      {
        documentId: expect.any(String),
        documentType: 'National ID',
        status: 'pending',
        files: [
          { side: 'front', fileName: 'cni-front.png', mimeType: 'image/png', sizeBytes: PNG.length },
          { side: 'back', fileName: 'cni-back.jpg', mimeType: 'image/jpeg', sizeBytes: JPG.length },
        ],
        uploadedAt: expect.any(String),
        step: 'document',
        progress: {
          completedSteps: ['document'],
          currentStep: 'stakeholder',
          isComplete: false,
          progressPercentage: 25,
          reviewStatus: 'not_submitted',
          rejectionReason: null,
        },
      },
    ]);
    expect(await storedFor(body.data.documentId)).toBe(2);
    const entries = await door.database.query(
      'SELECT action, actor_id, record_id FROM audit_entries WHERE organization_id = $1 AND action LIKE $2',
      [merchant.organizationId, 'onboarding.%'],
    );
    const entry = { actor_id: merchant.userId, record_id: body.data.documentId };
    expect(entries).toEqual([{ action: 'onboarding.document_uploaded', ...entry }]);
  });

  it.each([
    ['a passport with one side', 'Passport', [file('frontImage', PDF)]],
    ['a passport with two', 'Passport', [file('backImage', JPG), file('frontImage', PDF)]],
    ["a driver's license with one side", "Driver's License", [file('frontImage', JPG)]],
  ])('takes %s, its type before or after its files', async (_, documentType, files) => {
    const type: CallPart = { field: 'documentType', text: documentType };
    for (const parts of [
      [type, ...files],
      [...files, type],
    ]) {
      const { status, body } = await upload(parts);
      expect([status, body.data.documentType, body.data.files.length]).toEqual([201, documentType, files.length]);
    }
  });

  it('puts a later upload in the place of the earlier one, whose files go', async () => {
    const first = (await upload(NATIONAL_ID)).body.data.documentId;
    const second = (await upload(passport(file('frontImage', PDF, 'passport.pdf')))).body.data.documentId;
    await nothingLoose();
    expect([await storedFor(first), await storedFor(second)]).toEqual([0, 1]);
  });

  it('leaves no side of anything behind when many uploads come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => upload(NATIONAL_ID)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
    await nothingLoose();
    const kept = await Promise.all(answers.map(({ body }) => storedFor(body.data.documentId)));
    expect(kept.sort()).toEqual([0, 0, 0, 0, 0, 2]);
  });

  it('judges a file by its first bytes, whatever its name and declared type say', async () => {
    const disguised: CallPart = { field: 'frontImage', name: 'photo.exe', content: JPG, contentType: 'text/plain' };
    expect((await upload(passport(disguised))).body.data.files).toEqual([
      { side: 'front', fileName: 'photo.exe', mimeType: 'image/jpeg', sizeBytes: JPG.length },
    ]);
    const pretended: CallPart = {
      field: 'frontImage',
      name: 'passport.png',
      content: Buffer.from('<script>alert(1)</script>'),
      contentType: 'image/png',
    };
    expect(refusal(await upload(passport(pretended)))).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { frontImage: ['must be a file of the kind PNG, JPG or PDF'] },
    });
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Ada\\carte.png', 'carte.png'],
    ['pièce d’identité.png', 'pièce d’identité.png'],
    ['x'.repeat(300), 'x'.repeat(255)],
  ])('shows of the name %s what is no path', async (name, shown) => {
    expect((await upload(passport(file('frontImage', PNG, name)))).body.data.files[0].fileName).toBe(shown);
  });

  it('takes a back side that nobody chose a file for as not sent, as browsers send it', async () => {
    const boundary = 'form';
    const head = (name: string, more: string): string =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(`${head('documentType', '')}Passport\r\n${head('frontImage', '; filename="p.png"')}`),
      PNG,
      Buffer.from(
        `\r\n${head('backImage', '; filename=""\r\ncontent-type: application/octet-stream')}\r\n--${boundary}--\r\n`,
      ),
    ]);
    const answer = await fetch(`${door.url}/api/onboarding/id-document`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${merchant.token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      body,
    });
    expect([answer.status, ((await answer.json()) as { data: { files: object[] } }).data.files.length]).toEqual([
      201, 1,
    ]);
  });

  it.each<[string, CallPart[], string]>([
    ['a national ID without its back', [TYPE, FRONT], 'backImage'],
    ['a national ID without its front', [TYPE, BACK], 'frontImage'],
    ['no file at all', [TYPE], 'frontImage'],
    ['no type', [FRONT, BACK], 'documentType'],
    ['an unknown type', [{ field: 'documentType', text: 'Library Card' }, FRONT], 'documentType'],
    ['a type that is a file', [file('documentType', PNG), FRONT], 'documentType'],
    ['two types', [TYPE, TYPE, FRONT, BACK], 'documentType'],
    ['a front that is no file', passport({ field: 'frontImage', text: 'https://example.com/p.png' }), 'frontImage'],
    ['two fronts', passport(FRONT, FRONT), 'frontImage'],
    ['an empty file', passport(file('frontImage', Buffer.alloc(0))), 'frontImage'],
    ['a file of another kind', passport(file('frontImage', Buffer.from('GIF89a'))), 'frontImage'],
    ['a back of another kind', [TYPE, FRONT, file('backImage', Buffer.from('PK\u0003\u0004'))], 'backImage'],
    ['a file of 10 MiB and one byte', passport(file('frontImage', ofSize(FILE_MAX_BYTES + 1))), 'frontImage'],
    ['a field that it does not know', passport(FRONT, { field: 'status', text: 'approved' }), 'status'],
    ['a file that it does not know', passport(FRONT, file('selfie', PNG)), 'selfie'],
  ])('refuses %s and stores nothing', async (_, parts, field) => {
    const before = await stored();
    expect(refusal(await upload(parts))).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { [field]: expect.arrayContaining([expect.any(String)]) },
    });
    expect((await progress()).completedSteps).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  it('takes a file of 10 MiB to the byte', async () => {
    const { status, body } = await upload(passport(file('frontImage', ofSize(FILE_MAX_BYTES))));
    expect([status, body.data?.files[0].sizeBytes]).toEqual([201, FILE_MAX_BYTES]);
  });

  describe('as a whole', () => {
    const send = (headers: Record<string, string>, body: string | ReadableStream): Promise<Response> =>
      fetch(`${door.url}/api/onboarding/id-document`, {
        method: 'POST',
        headers: { authorization: `Bearer ${merchant.token}`, ...headers },
        body,
        ...(typeof body === 'string' ? {} : { duplex: 'half' }),
      });

    it.each([
      ['JSON', { 'content-type': 'application/json' }, '{"documentType":"Passport"}'],
      ['a form without boundary', { 'content-type': 'multipart/form-data' }, '--form'],
      ['a form that is cut short', { 'content-type': 'multipart/form-data; boundary=form' }, '--form\r\ncontent-dispo'],
      [
        'a form that names what every object has',
        { 'content-type': 'multipart/form-data; boundary=form' },
        '--form\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nx\r\n--form--\r\n',
      ],
    ])('is refused as %s', async (_, headers, body) => {
      const answer = await send(headers, body);
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { error: { code: 'INVALID_JSON', message: 'The body is not valid multipart/form-data' } },
      ]);
    });

    it('is refused as what is no JSON, in the words of the contract', async () => {
      const { token } = merchant;
      const answer = await door.call('uploadIdDocument', { token, body: { documentType: 'Passport' } });
      expect(refusal(answer)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
    });

    it('beyond 25 MiB is not read, when it says so', async () => {
      const { hostname, port } = new URL(door.url);
      const socket = connect(Number(port), hostname);
      socket.write(
        `POST /api/onboarding/id-document HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${merchant.token}\r\n` +
          'content-type: multipart/form-data; boundary=form\r\ncontent-length: 27000000\r\n\r\n--form\r\n',
      );
      const received: Buffer[] = [];
      for await (const chunk of socket) received.push(chunk as Buffer);
      const text = Buffer.concat(received).toString();
      expect(text).toMatch(/^HTTP\/1\.1 413 /);
      expect(text).toMatch(/^connection: close\r$/im);
      expect(text).toContain('"message":"The body is larger than 25 MiB"');
    });

    it('beyond 25 MiB is read no further, when it does not say so', async () => {
      let sentBytes = 0;
      const head = '--form\r\ncontent-disposition: form-data; name="frontImage"; filename="p.png"\r\n\r\n';
      const endless = new ReadableStream({
        start: (controller) => controller.enqueue(Buffer.from(head)),
        pull: (controller) => {
          sentBytes += 65_536;
          controller.enqueue(Buffer.alloc(65_536));
        },
      });
      // What is sent into a connection that was hung up may break before the answer is read.
      const answer = await send({ 'content-type': 'multipart/form-data; boundary=form' }, endless).catch(() => null);
      if (answer) expect(answer.status).toBe(413);
      expect(sentBytes).toBeGreaterThan(25 * 2 ** 20);
      expect(sentBytes).toBeLessThan(60 * 2 ** 20);
      expect((await progress()).completedSteps).toEqual([]);
    });

    it('is not read before its sender is known', async () => {
      const answer = await door.call('uploadIdDocument', { parts: NATIONAL_ID });
      expect(refusal(answer)).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await upload(NATIONAL_ID))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    });
  });

  it('is refused once the onboarding was approved, and stores nothing', async () => {
    await approvedOutright(door, merchant.organizationId);
    const before = await stored();
    expect(refusal(await upload(NATIONAL_ID))).toMatchObject({ status: 409, code: 'ONBOARDING_LOCKED' });
    expect(refusal(await upload([TYPE, FRONT]))).toMatchObject({ status: 422 });
    expect(await stored()).toEqual(before);
  });
});
