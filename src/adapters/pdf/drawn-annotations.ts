import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject } from '@cantoo/pdf-lib';

/** What an annotation looks like; nothing of what it does, whom it is from and what it belongs to. */
const LOOKS = [
  ...['Type', 'Subtype', 'Rect', 'F', 'AP', 'AS', 'Border', 'BS', 'BE', 'C', 'IC', 'CA', 'ca', 'LE', 'L', 'QuadPoints'],
  ...['Vertices', 'InkList', 'DA', 'DS', 'Q', 'Contents', 'MK', 'H', 'FT', 'Ff', 'V', 'RD', 'CL', 'LL', 'LLE', 'Name'],
].map((name) => PDFName.of(name));

const [FLAGS, SUBTYPE, POPUP] = [PDFName.of('F'), PDFName.of('Subtype'), PDFName.of('Popup')];
const [HIDDEN, NOT_ON_SCREEN] = [2, 32];

/**
 * The annotations of a page as they are drawn. Those that no screen shows are left out: some print all the same, and
 * nobody would have seen what. Undefined when none is left.
 */
export function drawnAnnotations(context: PDFContext, annotations: PDFObject | undefined): PDFArray | undefined {
  if (!(annotations instanceof PDFArray)) return undefined;
  const drawn = PDFArray.withContext(context);
  for (const item of annotations.asArray()) {
    const annotation = context.lookup(item);
    if (annotation instanceof PDFDict && isShown(annotation)) drawn.push(looksOf(context, annotation));
  }
  return drawn.size() > 0 ? drawn : undefined;
}

function isShown(annotation: PDFDict): boolean {
  const flags = annotation.lookup(FLAGS);
  const hidden = flags instanceof PDFNumber && (flags.asNumber() & (HIDDEN | NOT_ON_SCREEN)) !== 0;
  return !hidden && annotation.lookup(SUBTYPE) !== POPUP;
}

function looksOf(context: PDFContext, annotation: PDFDict): PDFDict {
  const looks = PDFDict.withContext(context);
  for (const name of LOOKS) {
    const value = annotation.get(name);
    if (value !== undefined) looks.set(name, value);
  }
  return looks;
}
