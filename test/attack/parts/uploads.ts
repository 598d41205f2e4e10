import { deflateSync, gzipSync } from 'node:zlib';
import { aPng } from '../../support/pictures.js';
import type { Assault } from '../assault.js';
import type { Merchant } from '../merchants.js';
import type { Shot } from '../shot.js';
import { uploadWithoutEnd } from './endless-uploads.js';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const HTML = Buffer.from('<html><script>alert(1)</script></html>');
const MIB = 2 ** 20;

interface File {
  readonly what: string;
  readonly content: Buffer;
  readonly name?: string;
  readonly type?: string;
  /** Whether it is a picture or a document as far as anybody looks. */
  readonly mayPass: boolean;
}

/** What people upload: files that are two things at once, that grow when they are opened, whose names lead elsewhere. */
export async function attackUploads(assault: Assault): Promise<void> {
  const merchant = await assault.merchants.fresh();
  for (const file of FILES) await upload(assault, merchant, file);
  for (const file of [...FILES, ...LOGOS]) await uploadLogo(assault, merchant, file);
  await uploadMuch(assault, merchant);
  await uploadWithoutEnd(assault, withoutEnd(assault, merchant));
}

/** A picture of a hundred thousand by a hundred thousand points, in a few bytes. */
const bomb = (): Buffer => {
  const head = Buffer.alloc(25);
  head.writeUInt32BE(13, 0);
  head.write('IHDR', 4);
  head.writeUInt32BE(100_000, 8);
  head.writeUInt32BE(100_000, 12);
  return Buffer.concat([PNG, head, deflateSync(Buffer.alloc(8 * MIB))]);
};

const FILES: readonly File[] = [
  { what: 'a page', content: HTML, mayPass: false },
  {
    what: 'a drawing with a script',
    content: Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    mayPass: false,
  },
  {
    what: 'a drawing that is said to be a picture',
    content: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    name: 'a.png',
    type: 'image/png',
    mayPass: false,
  },
  { what: 'a program', content: Buffer.from('7f454c46', 'hex'), mayPass: false },
  { what: 'an archive', content: Buffer.from('504b0304', 'hex'), mayPass: false },
  { what: 'something packed', content: gzipSync(Buffer.alloc(10 * MIB)), mayPass: false },
  { what: 'a moving picture', content: Buffer.from('GIF89a/*<script>*/=1;alert(1)'), mayPass: false },
  { what: 'nothing', content: Buffer.alloc(0), mayPass: false },
  {
    what: 'an entity of another place',
    content: Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
    mayPass: false,
  },
  { what: 'a document after a page', content: Buffer.concat([HTML, Buffer.from('%PDF-1.7')]), mayPass: false },
  {
    what: 'a picture with a page behind it',
    content: Buffer.concat([PNG, HTML]),
    name: 'a.html',
    type: 'text/html',
    mayPass: true,
  },
  {
    what: 'a document with a script',
    content: Buffer.from('%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>'),
    name: 'a.pdf.exe',
    mayPass: true,
  },
  { what: 'a picture that is too large to open', content: bomb(), mayPass: true },
  ...[
    '../../../../etc/cron.d/x',
    '..\\..\\boot.ini',
    'a\u0000.png',
    'a"; filename="b.html',
    'a\r\nX-Injected: yes',
    '\u202egnp.exe',
    'x'.repeat(5000),
    '.',
    '',
    'CON',
    '=1+1.png',
    '<img src=x onerror=alert(1)>.png',
  ].map((name) => ({
    what: `a picture that is called ${JSON.stringify(name).slice(0, 40)}`,
    content: PNG,
    name,
    mayPass: true,
  })),
];

const packed = (bytes: number): Buffer => deflateSync(Buffer.alloc(bytes));
const SIDE = 1500;

/** What is a picture by its head. */
const LOGOS: readonly Pick<File, 'what' | 'content'>[] = [
  { what: 'that is a hundred megabytes once unpacked', content: aPng({ packed: packed(100 * MIB) }) },
  {
    what: 'of the largest size that is a hundred megabytes once unpacked',
    content: aPng({ width: SIDE, height: SIDE, colorType: 6, packed: packed(100 * MIB) }),
  },
  { what: 'without pixels', content: aPng({ packed: Buffer.alloc(0) }) },
  { what: 'with a palette of nothing', content: aPng({ colorType: 3 }) },
  { what: 'that is cut off', content: aPng().subarray(0, -20) },
];

const BOUNDARY = 'attack7d9f';

function formOf(
  parts: readonly (readonly [field: string, content: string | Buffer, name?: string, type?: string])[],
): Buffer {
  const written = parts.flatMap(([field, content, name, type]) => {
    const file = name === undefined ? '' : `; filename="${name}"`;
    const kind = type === undefined ? '' : `\r\nContent-Type: ${type}`;
    return [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"${file}${kind}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...written, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

const shotOf = (
  assault: Assault,
  { token }: Merchant,
  what: string,
  body: Buffer,
  operation = 'uploadIdDocument',
): Shot => {
  const shot = assault.merchants.shot(operation, { token });
  return {
    ...shot,
    what,
    headers: { ...shot.headers, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body,
  };
};

async function upload(
  assault: Assault,
  merchant: Merchant,
  { what, content, name = 'scan.png', type = 'image/png', mayPass }: File,
): Promise<void> {
  const body = formOf([
    ['documentType', 'National ID'],
    ['frontImage', content, name, type],
    ['backImage', PNG, 'back.png', 'image/png'],
  ]);
  const shot = shotOf(assault, merchant, `an upload of ${what}`, body);
  const reply = await assault.fire(shot);
  if (!mayPass && reply.status !== 422)
    assault.blame(`${shot.what}: it was answered with ${reply.status}`, shot, reply);
}

/** A logo is drawn where others read it: what cannot be drawn is told at once, and nothing here can. */
async function uploadLogo(
  assault: Assault,
  merchant: Merchant,
  { what, content, name = 'logo.png', type = 'image/png' }: Pick<File, 'what' | 'content' | 'name' | 'type'>,
): Promise<void> {
  const body = formOf([['logo', content, name, type]]);
  const shot = shotOf(assault, merchant, `a logo: ${what}`, body, 'setOrganizationLogo');
  const reply = await assault.fire(shot);
  if (reply.status !== 422) assault.blame(`${shot.what}: it was answered with ${reply.status}`, shot, reply);
}

/** The beginnings of a file, of a field and of JSON, none of which says how long it will be. */
function withoutEnd(assault: Assault, merchant: Merchant): Shot[] {
  const beginningOf = (form: Buffer): Buffer => form.subarray(0, form.indexOf('\r\n--', 1));
  const file = beginningOf(formOf([['frontImage', PNG, 'a.png', 'image/png']]));
  const shots = [
    shotOf(assault, merchant, 'a file of a gigabyte', file),
    shotOf(
      assault,
      merchant,
      'a logo of a gigabyte',
      beginningOf(formOf([['logo', PNG, 'a.png', 'image/png']])),
      'setOrganizationLogo',
    ),
    shotOf(assault, merchant, 'a field of a gigabyte', beginningOf(formOf([['documentType', 'Passport']]))),
    {
      ...assault.merchants.shot('makePayment', { token: merchant.token, body: {} }),
      what: 'JSON of a gigabyte',
      body: '{"a":"',
    },
  ];
  return shots.map(({ headers: { 'content-length': _, ...headers }, ...shot }) => ({ ...shot, headers }));
}

async function uploadMuch(assault: Assault, merchant: Merchant): Promise<void> {
  const bodies: readonly (readonly [what: string, body: Buffer])[] = [
    ['thirty megabytes', formOf([['frontImage', Buffer.alloc(30 * MIB), 'a.png', 'image/png']])],
    [
      'a file beyond the limit',
      formOf([
        ['documentType', 'National ID'],
        ['frontImage', Buffer.concat([PNG, Buffer.alloc(10 * MIB)]), 'a.png', 'image/png'],
      ]),
    ],
    ['ten thousand fields', formOf(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 'x'] as const))],
    [
      'ten thousand files',
      formOf(Array.from({ length: 10_000 }, () => ['frontImage', PNG, 'a.png', 'image/png'] as const)),
    ],
    [
      'one field ten thousand times',
      formOf(Array.from({ length: 10_000 }, () => ['documentType', 'Passport'] as const)),
    ],
    ['a field of a megabyte', formOf([['documentType', 'x'.repeat(MIB)]])],
    ['a name of a megabyte', formOf([['x'.repeat(MIB), 'x']])],
    [
      'names of all objects',
      formOf([
        ['__proto__', '{"documentType":"Passport"}', undefined, 'application/json'],
        ['constructor', 'x'],
        ['toString', 'x'],
      ]),
    ],
    ['JSON in a field', formOf([['documentType', '{"$gt":""}', undefined, 'application/json']])],
    ['broken JSON in a field', formOf([['documentType', '{"a":', undefined, 'application/json']])],
    ['a form in a form', formOf([['documentType', formOf([['a', 'b']]), undefined, 'multipart/mixed; boundary=x']])],
    ['no end', formOf([['documentType', 'Passport']]).subarray(0, 60)],
  ];
  for (const [what, body] of bodies) {
    const shot = shotOf(assault, merchant, `an upload of ${what}`, body);
    const reply = await assault.gun.fire(shot);
    // What is beyond the limits may be hung up on: the answer can be lost with the rest.
    if (reply.status === 0 && body.length > MIB) continue;
    if (reply.status < 400 || reply.status >= 500)
      assault.blame(`${shot.what}: it was answered with ${reply.status}`, shot, reply);
  }
}
