import { encodeQR } from 'qr';

/** The library draws no code without one. */
const BORDER = 1;

/** One stroke for each row's dark squares that touch: no seams, and a small file. */
const strokesOf = (row: readonly boolean[], y: number): string =>
  [
    ...row
      .map((dark) => (dark ? '#' : ' '))
      .join('')
      .matchAll(/#+/gu),
  ]
    .map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`)
    .join('');

/** A QR code as an SVG, in the error correction and without the border that Notify's have (alphagov/notifications-utils, qr_code). */
export function qrPicture(data: string): string {
  const squares = encodeQR(data, 'raw', { ecc: 'medium', border: BORDER });
  const size = squares.length - 2 * BORDER;
  const strokes = squares.map(strokesOf).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${BORDER} ${BORDER} ${size} ${size}"><path d="${strokes}"/></svg>`;
}
