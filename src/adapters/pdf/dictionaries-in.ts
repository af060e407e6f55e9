import { PDFArray, type PDFContext, PDFDict, type PDFObject, PDFStream } from '@cantoo/pdf-lib';

/** Every dictionary and stream of a document, whether something leads to it or not, those inside others included. */
export function* dictionariesIn(context: PDFContext, catalog: PDFDict): Generator<PDFDict | PDFStream> {
  yield* within(catalog); // it can stand in the trailer itself
  for (const [, object] of context.enumerateIndirectObjects()) yield* within(object);
}

function* within(object: PDFObject): Generator<PDFDict | PDFStream> {
  if (object instanceof PDFArray) {
    for (const item of object.asArray()) yield* within(item);
  } else if (object instanceof PDFDict || object instanceof PDFStream) {
    yield object;
    const dictionary = object instanceof PDFDict ? object : object.dict;
    for (const value of dictionary.values()) yield* within(value);
  }
}
