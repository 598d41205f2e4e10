import { bareJpeg, JPEG_SIGNATURE } from './jpeg.js';
import { damagedPicture, type Picture, type PictureBounds } from './picture.js';
import { opaquePng, PNG_SIGNATURE } from './png.js';

/** A PNG or JPEG, by its first bytes, as it can be printed: on white and bare. Throws PictureUnusable. */
export async function printablePicture(content: Buffer, bounds: PictureBounds): Promise<Picture> {
  if (content.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) return opaquePng(content, bounds);
  if (content.subarray(0, JPEG_SIGNATURE.length).equals(JPEG_SIGNATURE)) return bareJpeg(content, bounds);
  throw damagedPicture();
}
