import { encode } from 'fast-png';
import type { Picture } from './pdfium/render-page';

export function pngOf({ width, height, pixels }: Picture): Uint8Array {
  const data = new Uint8Array(3 * pixels.length);
  for (const [index, pixel] of pixels.entries()) {
    data.set([(pixel >> 16) & 0xff, (pixel >> 8) & 0xff, pixel & 0xff], 3 * index);
  }
  return encode({ width, height, data, channels: 3 });
}
