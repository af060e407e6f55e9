import { constants, inflateSync } from 'node:zlib';
import { PDFArray, type PDFContext, PDFName, PDFRawStream } from '@cantoo/pdf-lib';

const FILTER = PDFName.of('Filter');
const FLATE = [PDFName.of('FlateDecode'), PDFName.of('Fl')];

/** Thrown when a document unpacks to more than it may. */
export class InflatesTooFarError extends Error {
  override readonly name = 'InflatesTooFarError';
}

/** Unpacks all of a document's streams, within the limit for all of them together, and throws at the byte that is too many. */
export function checkInflatedBytes(context: PDFContext, limit: number): void {
  let left = limit;
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (object instanceof PDFRawStream) left -= inflatedBytes(object, left);
  }
}

/** A stream can be packed several times over; other filters come after and do not blow up like this one. */
function inflatedBytes(stream: PDFRawStream, limit: number): number {
  let data: Uint8Array = stream.getContents();
  let total = 0;
  for (const filter of filtersOf(stream)) {
    if (!FLATE.includes(filter)) break;
    const inflated = inflate(data, limit - total);
    if (!inflated) break;
    total += inflated.length;
    data = inflated;
  }
  return total;
}

function filtersOf(stream: PDFRawStream): PDFName[] {
  const filter = stream.dict.lookup(FILTER);
  if (filter instanceof PDFName) return [filter];
  if (!(filter instanceof PDFArray)) return [];
  return Array.from({ length: filter.size() }, (_, index) => filter.lookup(index)).filter(
    (item) => item instanceof PDFName,
  );
}

/** Undefined for a damaged stream: readers show what they can of it, and it does not blow up. */
function inflate(data: Uint8Array, limit: number): Buffer | undefined {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, limit), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new InflatesTooFarError('its streams unpack to too much', { cause: error });
    }
    return undefined;
  }
}
