import { PDFArray, type PDFContext, PDFDict, PDFHexString, type PDFObject, PDFStream } from '@cantoo/pdf-lib';

/** The library writes such a string as it read it. */
const HEX = /^[0-9A-Fa-f\0\t\n\f\r ]*$/;

/** Whether some string of a document, written in hex, is none. */
export const hasBrokenStrings = (context: PDFContext): boolean =>
  context.enumerateIndirectObjects().some(([, object]) => isBroken(object));

function isBroken(object: PDFObject): boolean {
  if (object instanceof PDFHexString) return !HEX.test(object.asString());
  if (object instanceof PDFArray) return object.asArray().some(isBroken);
  if (object instanceof PDFStream) return isBroken(object.dict);
  return object instanceof PDFDict && object.values().some(isBroken);
}
