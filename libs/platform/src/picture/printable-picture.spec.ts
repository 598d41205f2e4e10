import { buffer } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import { readPdf, type PrintedPicture } from '../../../../test/support/files.js';
import {
  aPng,
  CMYK_JPG,
  JPG_PICTURE,
  pngChunk,
  PROGRESSIVE_JPG,
  sampleOf,
  type PngWish,
} from '../../../../test/support/pictures.js';
import { fittedPicture, newPdf } from '../pdf/pdf-drawing.js';
import { PictureUnusable, type Picture } from './picture.js';
import { printablePicture } from './printable-picture.js';

const BOUNDS = { least: 16, most: 2000 };
const FILTERS = (row: number): number => row % 5;

const printable = (content: Buffer): Promise<Picture> => printablePicture(content, BOUNDS);
const problemOf = (content: Buffer): Promise<unknown> =>
  printable(content).then(
    () => null,
    (error: unknown) => (error instanceof PictureUnusable ? error.message : error),
  );

/** As somebody sees it who reads a PDF that it is drawn in. */
async function seen({ content }: Picture): Promise<PrintedPicture | undefined> {
  const doc = await newPdf({ size: [200, 200], margin: 0 });
  const file = buffer(doc);
  fittedPicture(doc, content, { x: 10, y: 20, width: 100, height: 30 });
  doc.end();
  return (await readPdf(await file)).pictures[0]?.[0];
}

const onWhite = (value: number, alpha: number): number => 255 - ((255 - value) * alpha) / 255;

describe('a PNG that is printed', () => {
  it.each<[string, PngWish, (x: number, y: number) => readonly number[]]>([
    ['in colour', {}, (x, y) => [0, 1, 2].map((channel) => sampleOf(x, y, channel))],
    ['in grey', { colorType: 0 }, (x, y) => Array.from({ length: 3 }, () => sampleOf(x, y, 0))],
    [
      'in colour with transparency',
      { colorType: 6 },
      (x, y) => [0, 1, 2].map((channel) => onWhite(sampleOf(x, y, channel), sampleOf(x, y, 3))),
    ],
    [
      'in grey with transparency',
      { colorType: 4 },
      (x, y) => Array.from({ length: 3 }, () => onWhite(sampleOf(x, y, 0), sampleOf(x, y, 1))),
    ],
  ])('%s looks as it did, on white', async (_, wish, expected) => {
    const picture = await printable(aPng({ ...wish, filter: FILTERS }));
    const { pixels, size, place } = (await seen(picture)) ?? {};
    expect([picture.contentType, size, place]).toEqual([
      'image/png',
      [40, 20],
      { x: 10, y: 20, width: 60, height: 30 },
    ]);
    const wanted = Array.from({ length: 800 }, (__, index) => expected(index % 40, Math.floor(index / 40))).flat();
    expect(Math.max(...wanted.map((value, index) => Math.abs(value - (pixels?.[index] ?? -9))))).toBeLessThan(1);
  });

  it.each([1, 2, 4, 8])(
    'with a palette, some of it transparent, looks as it did with %i bits a pixel',
    async (depth) => {
      const chunks = [pngChunk('PLTE', Buffer.from([255, 0, 0, 0, 0, 200])), pngChunk('tRNS', Buffer.from([51]))];
      const picture = await printable(aPng({ colorType: 3, depth, chunks, sample: () => (depth === 8 ? 1 : 0) }));
      const { pixels } = (await seen(picture)) ?? {};
      expect([...(pixels?.subarray(0, 3) ?? [])]).toEqual(depth === 8 ? [0, 0, 200] : [255, 204, 204]);
    },
  );

  it('keeps nothing but its pixels', async () => {
    const notes = ['tEXt', 'eXIf', 'iCCP', 'acTL', 'fcTL', 'fdAT'].map((type) =>
      pngChunk(type, Buffer.from('a secret')),
    );
    const palette = pngChunk('PLTE', Buffer.from([1, 2, 3]));
    const plain = await printable(aPng());
    const rich = Buffer.concat([aPng({ chunks: [...notes, palette] }), Buffer.from('<script>')]);
    expect((await printable(rich)).content.equals(plain.content)).toBe(true);
  });

  it('can be printed again, and is then the same', async () => {
    const once = await printable(aPng({ colorType: 6, filter: FILTERS }));
    expect((await printable(once.content)).content.equals(once.content)).toBe(true);
  });

  const unusual = expect.stringMatching(/^must be a PNG that is not interlaced, with at most 8 bits/);
  const damaged = expect.stringMatching(/^must be a picture that is whole/);
  const size = 'must be 16 to 2000 pixels wide and high';
  const packedRows = (rows: number): Buffer => deflateSync(Buffer.alloc(rows * 121));
  it.each<[string, Buffer, unknown]>([
    ['interlaced', aPng({ interlaced: true }), unusual],
    ['in sixteen bits', aPng({ depth: 16 }), unusual],
    ['transparent in one colour', aPng({ chunks: [pngChunk('tRNS', Buffer.alloc(6))] }), unusual],
    ['too narrow', aPng({ width: 15 }), size],
    ['too low', aPng({ height: 15 }), size],
    ['too wide', aPng({ width: 2001 }), size],
    ['too high', aPng({ height: 2001 }), size],
    ['said to be gigantic', aPng({ width: 0xffffffff, height: 0xffffffff, packed: packedRows(1) }), size],
    ['of no colour type', aPng({ colorType: 5 }), damaged],
    ['without the colours of its palette', aPng({ colorType: 3 }), damaged],
    ['a row short', aPng({ packed: packedRows(19) }), damaged],
    ['a row long', aPng({ packed: packedRows(21) }), damaged],
    ['half a row long', aPng({ packed: deflateSync(Buffer.alloc(20 * 121 + 60)) }), damaged],
    ['a hundred megabytes once it is unpacked', aPng({ packed: deflateSync(Buffer.alloc(100_000_000)) }), damaged],
    ['filtered like no other', aPng({ filter: () => 5 }), damaged],
    ['packed in another way', aPng({ packed: Buffer.from('not packed') }), damaged],
    ['a document', Buffer.from('%PDF-1.7'), damaged],
    ['nothing', Buffer.alloc(0), damaged],
  ])('is refused when it is %s', async (_, content, problem) => expect(await problemOf(content)).toEqual(problem));
});

describe('a JPG that is printed', () => {
  it.each([
    ['baseline', JPG_PICTURE],
    ['progressive', PROGRESSIVE_JPG],
  ])('is there as it was: %s', async (_, content) => {
    const picture = await printable(content);
    expect([picture.contentType, picture.content.equals(content)]).toEqual(['image/jpeg', true]);
    expect((await seen(picture))?.size).toEqual([32, 20]);
  });

  it('says nothing of cameras, places and comments, nor what comes after it', async () => {
    const note = (marker: number, text: string): Buffer => {
      const head = Buffer.from([0xff, marker, 0, 2 + text.length]);
      return Buffer.concat([head, Buffer.from(text)]);
    };
    const notes = [note(0xe1, 'Exif\0\0a place'), note(0xfe, 'a comment'), note(0xe2, 'ICC_PROFILE')];
    const rich = Buffer.concat([
      JPG_PICTURE.subarray(0, 2),
      ...notes,
      JPG_PICTURE.subarray(2),
      Buffer.from('<script>'),
    ]);
    expect((await printable(rich)).content.equals(JPG_PICTURE)).toBe(true);
  });

  it('is refused in the colours of printers, and beyond its bounds', async () => {
    expect(await problemOf(CMYK_JPG)).toBe('must be a plain JPG in grey or RGB, not CMYK: save it anew, or as PNG');
    const frame = JPG_PICTURE.indexOf(Buffer.from([0xff, 0xc0]));
    const huge = Buffer.from(JPG_PICTURE);
    huge.writeUInt16BE(2001, frame + 5);
    expect(await problemOf(huge)).toBe('must be 16 to 2000 pixels wide and high');
  });
});

describe.each([
  ['PNG', aPng({ colorType: 6, width: 16, height: 16 })],
  ['JPG', JPG_PICTURE],
])('a damaged %s', (_, whole) => {
  it('is refused wherever it was cut off', async () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect([length, await problemOf(whole.subarray(0, length))]).toEqual([length, expect.any(String)]);
    }
  });

  it('is refused, or can be drawn, whichever byte was changed', async () => {
    for (let at = 0; at < whole.length; at += 1) {
      const spoilt = Buffer.from(whole);
      spoilt.writeUInt8((whole[at] ?? 0) ^ 0xff, at);
      const picture = await printable(spoilt).catch((error: unknown) => error);
      if (picture instanceof PictureUnusable) continue;
      const doc = await newPdf({});
      const file = buffer(doc);
      fittedPicture(doc, (picture as Picture).content, { x: 0, y: 0, width: 100, height: 30 });
      doc.end();
      expect((await file).subarray(0, 5).toString()).toBe('%PDF-');
    }
  });
});
