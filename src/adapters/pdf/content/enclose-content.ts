import { PDFArray, type PDFDict, PDFName, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import { unpackedBytes } from './packing';

const [CONTENTS, RESOURCES, FILTER, PARAMETERS] = [
  PDFName.of('Contents'),
  PDFName.of('Resources'),
  PDFName.of('Filter'),
  PDFName.of('DecodeParms'),
];
/** Far beyond any page, in points: a form must say where it ends. */
const EVERYWHERE = [-20_000, -20_000, 20_000, 20_000];

/**
 * A page's content as a form of its own: whatever it leaves open or closes too often (graphics states, texts, clippings)
 * ends with it, and it is drawn as before. Undefined for a page without content.
 */
export function encloseContent(page: PDFDict): PDFRef | undefined {
  const { context } = page;
  const streams = streamsOf(page);
  const [only] = streams;
  if (!only) return undefined;
  const resources = page.get(RESOURCES) ?? context.obj({});
  const form = { Type: 'XObject', Subtype: 'Form', BBox: EVERYWHERE, Resources: resources };
  if (streams.length > 1) return context.register(context.flateStream(joined(streams), form));
  const dictionary = context.obj(form);
  for (const name of [FILTER, PARAMETERS]) {
    const value = only.dict.get(name);
    if (value) dictionary.set(name, value);
  }
  return context.register(PDFRawStream.of(dictionary, only.contents));
}

function streamsOf(page: PDFDict): PDFRawStream[] {
  const contents = page.lookup(CONTENTS);
  const list = contents instanceof PDFArray ? contents.asArray().map((item) => page.context.lookup(item)) : [contents];
  return list.filter((stream) => stream instanceof PDFRawStream);
}

/** A stream may end in the middle of what the next one goes on with, though never inside a word. */
const joined = (streams: readonly PDFRawStream[]): Uint8Array =>
  Buffer.concat(streams.flatMap((stream) => [unpackedBytes(stream), Buffer.from('\n')]));

/** All that a page draws by itself. */
export const contentBytes = (page: PDFDict): Uint8Array => joined(streamsOf(page));
