import { crc32, deflateSync } from 'node:zlib';
import type { CallPart } from './door.js';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export interface PngWish {
  readonly width?: number;
  readonly height?: number;
  /** 2 is RGB, 6 RGB with transparency, 3 a palette, 0 and 4 grey without and with. */
  readonly colorType?: number;
  readonly depth?: number;
  readonly interlaced?: boolean;
  /** Of each row. */
  readonly filter?: (row: number) => number;
  /** Sample of a pixel; with fewer than eight bits, a whole byte of its row. */
  readonly sample?: (x: number, y: number, channel: number) => number;
  /** Before the pixels. */
  readonly chunks?: readonly Buffer[];
  /** In place of the pixels. */
  readonly packed?: Buffer;
}

/** What a picture shows that wishes for nothing else. */
export const sampleOf = (x: number, y: number, channel: number): number => (x * 7 + y * 13 + channel * 50) % 256;

export function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG file, 40 × 20 pixels in colour unless wished otherwise. */
export function aPng(wish: PngWish = {}): Buffer {
  const { width = 40, height = 20, colorType = 2, depth = 8, interlaced = false, chunks = [] } = wish;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, interlaced ? 1 : 0], 8);
  const packed = wish.packed ?? deflateSync(rowsOf(wish, width, height, (CHANNELS[colorType] ?? 1) * depth));
  return Buffer.concat([SIGNATURE, pngChunk('IHDR', header), ...chunks, pngChunk('IDAT', packed), pngChunk('IEND')]);
}

function rowsOf({ filter = () => 0, sample = sampleOf }: PngWish, width: number, height: number, bits: number): Buffer {
  const pixelBytes = Math.max(1, bits / 8);
  const rowBytes = Math.ceil((width * bits) / 8);
  const rows: Buffer[] = [];
  let above = Buffer.alloc(rowBytes);
  for (let y = 0; y < height; y += 1) {
    const at = (index: number): number => sample(Math.floor(index / pixelBytes), y, index % pixelBytes);
    const row = Buffer.from(Array.from({ length: rowBytes }, (_, index) => at(index)));
    const kind = filter(y);
    rows.push(
      Buffer.from([kind]),
      row.map((value, index) => value - foretold(kind, row, above, index, pixelBytes)) as Buffer,
    );
    above = row;
  }
  return Buffer.concat(rows);
}

function foretold(kind: number, row: Buffer, above: Buffer, index: number, pixelBytes: number): number {
  const a = row[index - pixelBytes] ?? 0;
  const b = above[index] ?? 0;
  const c = above[index - pixelBytes] ?? 0;
  const nearest = [a, b, c].reduce((best, one) =>
    Math.abs(a + b - c - one) < Math.abs(a + b - c - best) ? one : best,
  );
  return [0, a, b, Math.floor((a + b) / 2), nearest][kind] ?? 0;
}

/** 32 × 20 pixels in colour, as libjpeg writes them. */
export const JPG_PICTURE = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQEAHgAeAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb',
    'qmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAU',
    'ACADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhBy',
    'JxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT',
    'lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAA',
    'AAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom',
    'JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExc',
    'bHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDZ1Z3jtlKOykvjIOOxrK+03H/PeX/vs1p6z/x6r/vj+RrHoGS/',
    'abj/AJ7y/wDfZrfkkSIZkYKCccmuaroLu2Nx5eHClGzyDzxjsRQJkGs/8eq/74/kaxs0UUAwzXUUUUAf/9k=',
  ].join(''),
  'base64',
);
export const PROGRESSIVE_JPG = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQEAHgAeAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8yb',
    'qmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wgARCAAU',
    'ACADASIAAhEBAxEB/8QAGAABAQEBAQAAAAAAAAAAAAAABAAFAgP/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIQAxAAAAFhUjO35ugeY6',
    'LUo//EABwQAAEEAwEAAAAAAAAAAAAAAAIAAQMSEBEyIf/aAAgBAQABBQKXwbErEnfSm5wQ2U3Of//EABQRAQAAAAAAAAAAAAAAAAAAACD/2gAI',
    'AQMBAT8BH//EABQRAQAAAAAAAAAAAAAAAAAAACD/2gAIAQIBAT8BH//EABgQAAMBAQAAAAAAAAAAAAAAAAABIDEh/9oACAEBAAY/AjWazsKf/8',
    'QAHRAAAgEEAwAAAAAAAAAAAAAAAAEREDFx8SAhQf/aAAgBAQABPyF2iG12bI2Qi5BZzX2IhlnPD//aAAwDAQACAAMAAAAQtQgA/8QAFhEBAQEA',
    'AAAAAAAAAAAAAAAAAAEQ/9oACAEDAQE/EFXP/8QAFBEBAAAAAAAAAAAAAAAAAAAAIP/aAAgBAgEBPxAf/8QAHBABAAIBBQAAAAAAAAAAAAAAAQ',
    'ARIRBBobHx/9oACAEBAAE/EFpxrY1sz289vA7ALWWcT06vgKuyOcVsk4nply9P/9k=',
  ].join(''),
  'base64',
);
export const CMYK_JPG = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQEAHgAeAAD/7gAOQWRvYmUAZAAAAAAC/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkH',
    'NbXYW1hpCeo6utq2eAvMm6pseZqKuk/9sAQwEcHh4oIyhOKytOpG5dbqSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk',
    'pKSkpKSkpKSk/8AAFAgAFAAgBAEiAAIRAQMRAQQiAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAA',
    'ABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hp',
    'anN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v',
    '/EAB8BAAMBAQEBAQEBAQEAAAAAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwABAgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkj',
    'M1LwFWJy0QoWJDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKTlJWWl5iZmqKjpK',
    'Wmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAA4EAQACEQMRBAAAPwDBslVpWDAEbe4z3FXvKiz/',
    'AKtev9wVSsP9c3X7v9RWhzno3X1oEdDcErHkEg57VBvfP3261Nc/6v8AGq/Oeh6+tR+VFj/Vr0/uCsqtjnHRunrWQDigaF8x8ffbpVqSRIxl2C',
    'gnHNU+cd+nrU91bm48vDhSjZ5B54x2IqxYf65v93+orQwM9O9FFAIdc/6v8ar8Z6d6KKTAx07Vj0UUAJxjp2q/RRX/2Q==',
  ].join(''),
  'base64',
);

/** The form that sets a logo. */
export const LOGO: CallPart = { field: 'logo', name: 'logo.png', content: aPng({ colorType: 6 }) };
