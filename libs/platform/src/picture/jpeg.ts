/**
 * Ours and no library's: those that take notes out of a JPEG pass on the rest unjudged, and those that unpack it lose quality
 * (jpeg-js) or are written in C (sharp).
 */
import { damagedPicture, PictureUnusable, requireWithin, type Picture, type PictureBounds } from './picture.js';

export const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);

const SCAN = 0xda;
const END = 0xd9;
/** Baseline, extended and progressive frames: what readers of PDF unpack. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const TABLES = [0xc4, 0xdb, 0xdd];
/** JFIF, and how Adobe says in which space colours are. */
const KEPT_NOTES = [0xe0, 0xee];
const isNote = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

interface Segment {
  readonly marker: number;
  /** With its marker, and of a scan with what is packed in it. */
  readonly bytes: Buffer;
}

/**
 * Writes a JPEG anew with nothing but what its pixels need: cameras note places and owners in it, which no customer is to
 * be sent, and how it was held, which then everybody ignores alike. Pixels are not unpacked. Throws PictureUnusable.
 */
export function bareJpeg(content: Buffer, bounds: PictureBounds): Picture {
  const kept: Segment[] = [];
  for (const segment of segmentsOf(content)) {
    const { marker } = segment;
    if (isNote(marker) && !KEPT_NOTES.includes(marker)) continue;
    if (FRAMES.includes(marker)) requireFrame(segment, bounds);
    else if (![SCAN, ...TABLES, ...KEPT_NOTES].includes(marker)) throw unusual();
    kept.push(segment);
  }
  const markers = kept.map(({ marker }) => marker);
  const frames = markers.filter((marker) => FRAMES.includes(marker));
  const isWhole = frames.length === 1 && markers.includes(SCAN) && markers.includes(0xdb) && markers.includes(0xc4);
  if (!isWhole) throw damagedPicture();
  const [start, end] = [Buffer.from([0xff, 0xd8]), Buffer.from([0xff, END])];
  return { contentType: 'image/jpeg', content: Buffer.concat([start, ...kept.map(({ bytes }) => bytes), end]) };
}

function* segmentsOf(content: Buffer): Generator<Segment> {
  for (let at = 2; at + 2 <= content.length;) {
    const marker = content[at + 1] ?? 0;
    if (content[at] !== 0xff) break;
    if (marker === END) return;
    // Any number of these may come before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (at + 4 > content.length) break;
    const length = content.readUInt16BE(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > content.length) break;
    const next = marker === SCAN ? endOfScan(content, end) : end;
    if (marker === SCAN && next === end) break;
    yield { marker, bytes: content.subarray(at, next) };
    at = next;
  }
  throw damagedPicture();
}

/** Where the next marker is that is neither a byte of the scan nor a restart within it; the end, where there is none. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = content.indexOf(0xff, from); at >= 0; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1];
    if (next !== undefined && next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  return content.length;
}

function requireFrame({ bytes }: Segment, bounds: PictureBounds): void {
  if (bytes.length < 10) throw damagedPicture();
  requireWithin(bounds, bytes.readUInt16BE(7), bytes.readUInt16BE(5));
  const [bits, components] = [bytes[4], bytes[9] ?? 0];
  if (bits !== 8 || (components !== 1 && components !== 3)) throw unusual();
  if (bytes.length !== 10 + 3 * components) throw damagedPicture();
}

const unusual = (): PictureUnusable =>
  new PictureUnusable('must be a plain JPG in grey or RGB, not CMYK: save it anew, or as PNG');
