import { constants, deflateSync, inflateSync } from 'node:zlib';
import { type PDFContext, PDFRawStream } from '@cantoo/pdf-lib';
import type { PdfRefusal } from '../../domain/pdf-refusal';
import { type Result, ok, refused } from '../../domain/result';
import { FLATE, type Packing, hasPredictor, packingsOf, repack, unpackText } from './content/packing';

/** What is packed so is written without: only Flate tells when its bytes came to harm. */
const OF_TEXT = ['ASCII85Decode', 'ASCIIHexDecode', 'LZWDecode', 'RunLengthDecode'];

const JPEG = { filter: 'DCTDecode', start: Buffer.from([0xff, 0xd8]) };

class UnpacksTooFarError extends Error {}

/**
 * Unpacks every stream of a document, within a limit for all of them together; one whose end is missing is packed again as
 * far as it goes, since readers show it so. The values are the bytes of those that unpack to the last layer.
 */
export function unpackStreams(
  context: PDFContext,
  limit: number,
): Result<ReadonlyMap<PDFRawStream, Uint8Array>, PdfRefusal> {
  const unpacked = new Map<PDFRawStream, Uint8Array>();
  let left = limit;
  const spend = (bytes: number): number => {
    left -= bytes;
    if (left < 0) throw new UnpacksTooFarError('its streams unpack to too much');
    return left;
  };
  try {
    for (const [, object] of context.enumerateIndirectObjects()) {
      if (!(object instanceof PDFRawStream)) continue;
      const found = unpack(object, spend);
      if (!found) return refused('is damaged');
      if (found.whole) unpacked.set(object, found.data);
    }
  } catch (error) {
    if (error instanceof UnpacksTooFarError) return refused('unpacks to too much');
    throw error;
  }
  return ok(unpacked);
}

/** Takes what was unpacked from the limit, and says what is left. */
type Spend = (bytes: number) => number;

/** Undefined for a damaged stream. `whole`: nothing is packed any more. */
function unpack(
  stream: PDFRawStream,
  spend: Spend,
): { readonly data: Uint8Array; readonly whole: boolean } | undefined {
  const packings = packingsOf(stream);
  if (!packings) return undefined;
  const texts = packings.findIndex((packing) => !OF_TEXT.includes(packing.filter) || hasPredictor(packing));
  const rest = texts === -1 ? [] : packings.slice(texts);
  let contents = stream.contents;
  for (const packing of packings.slice(0, packings.length - rest.length)) {
    contents = unpackText(contents, packing, stream.dict.context);
    spend(contents.length);
  }
  if (rest.length < packings.length) {
    if (rest.length === 0) repack(stream, deflateSync(contents), [FLATE]);
    else repack(stream, contents, rest);
  }
  return unpackFlates(stream, contents, rest, spend);
}

function unpackFlates(stream: PDFRawStream, contents: Uint8Array, packings: readonly Packing[], spend: Spend) {
  let data = contents;
  for (const [layer, packing] of packings.entries()) {
    if (packing.filter === JPEG.filter && !JPEG.start.equals(data.subarray(0, JPEG.start.length))) return undefined;
    if (packing.filter !== FLATE.filter) return { data, whole: false };
    const inflated = inflate(data, spend);
    const mended = inflated ?? (layer === 0 ? inflate(data, spend, constants.Z_SYNC_FLUSH) : undefined);
    if (!mended) return undefined;
    if (!inflated) repack(stream, deflateSync(mended), packings);
    data = mended;
    if (hasPredictor(packing)) return { data, whole: false };
  }
  return { data, whole: true };
}

/** Undefined for bytes that came to harm. */
function inflate(data: Uint8Array, spend: Spend, finishFlush = constants.Z_FINISH): Uint8Array | undefined {
  try {
    const inflated = inflateSync(data, { maxOutputLength: Math.max(1, spend(0)), finishFlush });
    spend(inflated.length);
    return inflated;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') spend(Infinity);
    if (error instanceof UnpacksTooFarError) throw error;
    return undefined;
  }
}
