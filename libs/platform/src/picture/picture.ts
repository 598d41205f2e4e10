/** A picture as it is kept: it can be printed without anything that its sender wrote being interpreted again. */
export interface Picture {
  readonly contentType: 'image/png' | 'image/jpeg';
  readonly content: Buffer;
}

/** Sizes in pixels, each way. */
export interface PictureBounds {
  readonly least: number;
  readonly most: number;
}

/** A picture that cannot be taken. The message says to its sender what it must be. */
export class PictureUnusable extends Error {
  override readonly name = 'PictureUnusable';
}

export const damagedPicture = (): PictureUnusable =>
  new PictureUnusable('must be a picture that is whole: save it anew as PNG or JPG');

/** Judged by what the file says of itself, before anything in it is unpacked. */
export function requireWithin({ least, most }: PictureBounds, ...sizes: readonly number[]): void {
  if (sizes.every((size) => size >= least && size <= most)) return;
  throw new PictureUnusable(`must be ${least} to ${most} pixels wide and high`);
}
