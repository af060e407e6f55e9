import { PDFArray, type PDFContext, PDFDict, type PDFObject, PDFRef, PDFStream } from '@cantoo/pdf-lib';

/** Takes out of a document what nothing leads to any more: it would be written with the rest. */
export function dropUnreached(context: PDFContext): void {
  const reached = new Set<PDFRef>();
  const { Root, Info } = context.trailerInfo;
  const open: (PDFObject | undefined)[] = [Root, Info];
  while (open.length > 0) {
    const object = open.pop();
    if (object instanceof PDFRef && !reached.has(object)) {
      reached.add(object);
      open.push(context.lookup(object));
    } else if (object instanceof PDFArray) {
      for (const item of object.asArray()) open.push(item);
    } else if (object instanceof PDFDict) {
      for (const value of object.values()) open.push(value);
    } else if (object instanceof PDFStream) {
      open.push(object.dict);
    }
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
}
