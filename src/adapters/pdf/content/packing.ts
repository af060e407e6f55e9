import { inflateSync } from 'node:zlib';
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  decodePDFRawStream,
} from '@cantoo/pdf-lib';

const [FILTER, PARAMETERS, PREDICTOR] = [PDFName.of('Filter'), PDFName.of('DecodeParms'), PDFName.of('Predictor')];
const SHORT: Readonly<Record<string, string>> = {
  A85: 'ASCII85Decode',
  AHx: 'ASCIIHexDecode',
  DCT: 'DCTDecode',
  Fl: 'FlateDecode',
  LZW: 'LZWDecode',
  RL: 'RunLengthDecode',
};

/** One way in which a stream is packed. Those that are told first are to be undone first. */
export interface Packing {
  readonly filter: string;
  readonly parameters: PDFDict | undefined;
}

export const FLATE: Packing = { filter: 'FlateDecode', parameters: undefined };

/** Undefined for a stream that does not say it in a form that can be read. */
export function packingsOf({ dict }: PDFRawStream): readonly Packing[] | undefined {
  const filters = listOf(dict.lookup(FILTER), dict.context);
  const parameters = listOf(dict.lookup(PARAMETERS), dict.context);
  const names = filters.filter((filter) => filter instanceof PDFName).map((filter) => filter.decodeText());
  if (names.length < filters.length) return undefined;
  return names.map((name, index) => {
    const own = parameters[index];
    return { filter: SHORT[name] ?? name, parameters: own instanceof PDFDict ? own : undefined };
  });
}

const listOf = (value: PDFObject | undefined, context: PDFContext): readonly (PDFObject | undefined)[] =>
  value instanceof PDFArray ? value.asArray().map((item) => context.lookup(item)) : value === undefined ? [] : [value];

/** Whether the bytes are differences between neighbours, as those of pictures may be. */
export function hasPredictor({ parameters }: Packing): boolean {
  const predictor = parameters?.lookup(PREDICTOR);
  return predictor instanceof PDFNumber && predictor.asNumber() > 1;
}

/** What is packed in a stream of a file that we have written. */
export function unpackedBytes(stream: PDFRawStream): Uint8Array {
  const packings = packingsOf(stream) ?? [];
  const isPlain = packings.every((packing) => packing.filter === FLATE.filter && !hasPredictor(packing));
  if (!isPlain) return decodePDFRawStream(stream).decode();
  return packings.reduce<Uint8Array>((bytes) => inflateSync(bytes), stream.contents);
}

/** Undoes one of the ways of packing that hardly make bytes fewer. */
export function unpackText(data: Uint8Array, { filter, parameters }: Packing, context: PDFContext): Uint8Array {
  const dictionary = context.obj({ Filter: filter, ...(parameters ? { DecodeParms: parameters } : {}) });
  return decodePDFRawStream(PDFRawStream.of(dictionary, data)).decode();
}

/** Gives a stream other bytes, which are packed so. */
export function repack(stream: PDFRawStream, contents: Uint8Array, packings: readonly Packing[]): void {
  const { dict } = stream;
  stream.contents = contents;
  dict.delete(FILTER);
  dict.delete(PARAMETERS);
  if (packings.length === 0) return;
  dict.set(FILTER, dict.context.obj(packings.map(({ filter }) => filter)));
  if (packings.some(({ parameters }) => parameters)) {
    dict.set(PARAMETERS, dict.context.obj(packings.map(({ parameters }) => parameters ?? null)));
  }
}
