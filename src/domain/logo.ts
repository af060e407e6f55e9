/** A service's logo: what a file must be so that it can be drawn on every letter, whoever made it. */
import { type Result, ok, refused } from './result';
import { svgProblem } from './svg';

export const LOGO_KINDS = ['svg', 'png'] as const;

export interface Logo {
  readonly kind: (typeof LOGO_KINDS)[number];
  readonly bytes: Uint8Array;
}

/** Every letter carries it, and a zip has thousands. */
const MOST_BYTES = 50_000;
/** Over the 70 mm of the logo's place 360 an inch, which is more than a printer of letters shows. */
const MOST_PIXELS = 1_000;
const PNG_SIGNATURE = '\u0089PNG\r\n\u001a\n';

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Width and height stand in the first part of a PNG, which is always the same. */
function pngProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length < 33 || latin(bytes.subarray(12, 16)) !== 'IHDR') return 'the PNG is cut off';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width < 1 || height < 1) return 'the PNG has no size';
  return Math.max(width, height) > MOST_PIXELS
    ? `it is ${width} by ${height} pixels: ${MOST_PIXELS} suffice`
    : undefined;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** By what is in a file, whatever its name; refused with what is wrong with it. */
export function readLogo(bytes: Uint8Array): Result<Logo, string> {
  if (bytes.length > MOST_BYTES)
    return refused(`it has ${bytes.length} bytes, and every letter would: ${MOST_BYTES} at most`);
  if (latin(bytes.subarray(0, PNG_SIGNATURE.length)) === PNG_SIGNATURE) {
    const problem = pngProblem(bytes);
    return problem === undefined ? ok({ kind: 'png', bytes }) : refused(problem);
  }
  const text = textOf(bytes);
  const problem = text === undefined ? 'it is neither an SVG nor a PNG' : svgProblem(text);
  return problem === undefined ? ok({ kind: 'svg', bytes }) : refused(problem);
}
