/**
 * Ours and no library's: fast-png unpacks pixels and colour profiles of any size, pngjs unpacks 16 MB of pixels in one go while
 * everybody waits, and sharp would read what strangers send in C.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflate, createInflate } from 'node:zlib';
import { damagedPicture, PictureUnusable, requireWithin, type Picture, type PictureBounds } from './picture.js';

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const GREY = 0;
const COLOR = 2;
const PALETTE = 3;
const GREY_WITH_ALPHA = 4;
const COLOR_WITH_ALPHA = 6;
/** Samples of a pixel and how many bits one may have, by colour type. */
const KINDS: Readonly<Record<number, { readonly channels: number; readonly depths: readonly number[] }>> = {
  [GREY]: { channels: 1, depths: [1, 2, 4, 8] },
  [COLOR]: { channels: 3, depths: [8] },
  [PALETTE]: { channels: 1, depths: [1, 2, 4, 8] },
  [GREY_WITH_ALPHA]: { channels: 2, depths: [8] },
  [COLOR_WITH_ALPHA]: { channels: 4, depths: [8] },
};
const FILTER_MAX = 4;
const PALETTE_MAX_BYTES = 3 * 256;
/** Of a chunk beside its data: length, type and checksum. */
const CHUNK_FRAME = 12;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly channels: number;
}

/**
 * Writes a PNG anew, without transparency and with nothing but its pixels. The library that draws PDFs unpacks whatever
 * is transparent, each time and without limits, and ends the process when that fails; what is opaque it passes on as it
 * is. Row by row, so that a picture that unpacks to anything costs a few rows of memory. Throws PictureUnusable.
 */
export async function opaquePng(content: Buffer, bounds: PictureBounds): Promise<Picture> {
  const [first, ...others] = chunksOf(content);
  const header = headerOf(first, bounds);
  const named = (type: string): Buffer[] => others.filter((chunk) => chunk.type === type).map(({ data }) => data);
  const palette = paletteOf(header, named('PLTE'), named('tRNS'));
  const packed = named('IDAT');
  const pixels = await pipeline(
    Readable.from(packed),
    createInflate({ chunkSize: 64 * 1024 }),
    (unpacked: AsyncIterable<Buffer>) => opaqueRows(unpacked, header),
    createDeflate(),
    buffer,
  ).catch(damagedWhenUnpackable);
  const parts = [
    chunk('IHDR', opaqueHeader(header)),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return { contentType: 'image/png', content: Buffer.concat([PNG_SIGNATURE, ...parts]) };
}

function chunksOf(content: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = PNG_SIGNATURE.length; at + CHUNK_FRAME <= content.length;) {
    const length = content.readUInt32BE(at);
    const end = at + CHUNK_FRAME + length;
    if (end > content.length || crc32(content.subarray(at + 4, end - 4)) !== content.readUInt32BE(end - 4)) break;
    const type = content.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return chunks;
    chunks.push({ type, data: content.subarray(at + 8, end - 4) });
    at = end;
  }
  throw damagedPicture();
}

function headerOf(first: Chunk | undefined, bounds: PictureBounds): Header {
  if (first?.type !== 'IHDR' || first.data.length !== 13) throw damagedPicture();
  const [width, height] = [first.data.readUInt32BE(0), first.data.readUInt32BE(4)];
  const [depth = 0, colorType = 0, compression, filter, interlace] = first.data.subarray(8);
  requireWithin(bounds, width, height);
  const kind = KINDS[colorType];
  if (compression !== 0 || filter !== 0 || !kind) throw damagedPicture();
  if (interlace !== 0 || !kind.depths.includes(depth)) throw unusual();
  return { width, height, depth, colorType, channels: kind.channels };
}

const unusual = (): PictureUnusable =>
  new PictureUnusable(
    'must be a PNG that is not interlaced, with at most 8 bits for a channel: save it anew, or as JPG',
  );

/** The colours of a picture that has a palette, as they look on white; null for one that has none. */
function paletteOf({ colorType }: Header, palettes: readonly Buffer[], alphas: readonly Buffer[]): Buffer | null {
  const [alpha = Buffer.alloc(0)] = alphas;
  if (colorType !== PALETTE) {
    // One colour that stands for nothing, beside pixels that have none: hardly anything writes that.
    if (alpha.length > 0 && (colorType === GREY || colorType === COLOR)) throw unusual();
    return null;
  }
  const [colors] = palettes;
  const isSound = colors && colors.length > 0 && colors.length <= PALETTE_MAX_BYTES && colors.length % 3 === 0;
  if (!isSound) throw damagedPicture();
  return colors.map((value, index) => onWhite(value, alpha[Math.trunc(index / 3)] ?? 255)) as Buffer;
}

function opaqueHeader({ width, height, depth, colorType }: Header): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.writeUInt8(depth, 8);
  data.writeUInt8(colorType & ~4, 9);
  return data;
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(CHUNK_FRAME + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}

/** Rows as they are packed, each after its filter. Of others than the header tells of it unpacks one, and no more. */
async function* opaqueRows(unpacked: AsyncIterable<Buffer>, header: Header): AsyncGenerator<Buffer> {
  const { width, height, depth, colorType, channels } = header;
  const rowBytes = 1 + Math.ceil((width * channels * depth) / 8);
  const hasAlpha = colorType === GREY_WITH_ALPHA || colorType === COLOR_WITH_ALPHA;
  const opaque = hasAlpha ? new OpaqueRows(width, channels) : null;
  let rows = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of unpacked) {
    const known = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    for (; at + rowBytes <= known.length; at += rowBytes) {
      const row = known.subarray(at, at + rowBytes);
      if ((rows += 1) > height || (row[0] ?? 0) > FILTER_MAX) throw damagedPicture();
      yield opaque ? opaque.of(row) : row;
    }
    rest = known.subarray(at);
  }
  if (rows !== height || rest.length > 0) throw damagedPicture();
}

/** Lays rows of pixels that have an alpha channel on white, one after the other. Each keeps its filter, for it packs well. */
class OpaqueRows {
  private readonly colors: number;
  private before: Buffer;
  private opaqueBefore: Buffer;

  constructor(
    private readonly width: number,
    private readonly channels: number,
  ) {
    this.colors = channels - 1;
    this.before = Buffer.alloc(width * channels);
    this.opaqueBefore = Buffer.alloc(width * this.colors);
  }

  of(row: Buffer): Buffer {
    const { width, channels, colors } = this;
    const filter = row[0] ?? 0;
    const pixels = Buffer.alloc(width * channels);
    for (let index = 0; index < pixels.length; index += 1) {
      pixels[index] = (row[index + 1] ?? 0) + predicted(filter, pixels, this.before, index, channels);
    }
    const opaque = Buffer.alloc(width * colors);
    for (let pixel = 0; pixel < width; pixel += 1) {
      const alpha = pixels[pixel * channels + colors] ?? 0;
      for (let color = 0; color < colors; color += 1) {
        opaque[pixel * colors + color] = onWhite(pixels[pixel * channels + color] ?? 0, alpha);
      }
    }
    const packed = Buffer.alloc(1 + opaque.length);
    packed[0] = filter;
    for (let index = 0; index < opaque.length; index += 1) {
      packed[index + 1] = (opaque[index] ?? 0) - predicted(filter, opaque, this.opaqueBefore, index, colors);
    }
    this.before = pixels;
    this.opaqueBefore = opaque;
    return packed;
  }
}

/** Rounded, in whole numbers: this runs for each sample of a picture. */
const onWhite = (value: number, alpha: number): number => 255 - Math.trunc(((255 - value) * alpha + 127) / 255);

/** What a filter takes a byte for, by those before it. https://www.w3.org/TR/png-3/#9Filters */
function predicted(filter: number, row: Buffer, above: Buffer, index: number, pixelBytes: number): number {
  if (filter === 0) return 0;
  const left = index < pixelBytes ? 0 : (row[index - pixelBytes] ?? 0);
  const up = above[index] ?? 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const upLeft = index < pixelBytes ? 0 : (above[index - pixelBytes] ?? 0);
  const fromLeft = Math.abs(up - upLeft);
  const fromUp = Math.abs(left - upLeft);
  const fromUpLeft = Math.abs(left + up - 2 * upLeft);
  if (fromLeft <= fromUp && fromLeft <= fromUpLeft) return left;
  return fromUp <= fromUpLeft ? up : upLeft;
}

function damagedWhenUnpackable(error: unknown): never {
  const isZlibs = ((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_');
  throw isZlibs ? damagedPicture() : error;
}
