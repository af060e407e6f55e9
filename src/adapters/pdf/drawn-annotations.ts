import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFString,
} from '@cantoo/pdf-lib';

/** What an annotation looks like; nothing of what it does, whom it is from and what it belongs to. */
const LOOKS = [
  ...['Type', 'Subtype', 'Rect', 'F', 'AP', 'AS', 'Border', 'BS', 'BE', 'C', 'IC', 'CA', 'ca', 'LE', 'L', 'QuadPoints'],
  ...['Vertices', 'InkList', 'DA', 'DS', 'Q', 'Contents', 'MK', 'H', 'FT', 'Ff', 'V', 'RD', 'CL', 'LL', 'LLE', 'Name'],
].map((name) => PDFName.of(name));

const [FLAGS, SUBTYPE, APPEARANCE, VALUE, PARENT, POPUP, WIDGET, OFF] = [
  PDFName.of('F'),
  PDFName.of('Subtype'),
  PDFName.of('AP'),
  PDFName.of('V'),
  PDFName.of('Parent'),
  PDFName.of('Popup'),
  PDFName.of('Widget'),
  PDFName.of('Off'),
];
const [HIDDEN, NOT_ON_SCREEN] = [2, 32];
/** Fields in fields. */
const DEEPEST = 50;

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

/**
 * Whether a page has a form's field that holds a value and no appearance: some readers draw what was typed into it, others
 * an empty field.
 */
export function hasUndrawnFields(context: PDFContext, annotations: PDFObject | undefined): boolean {
  if (!(annotations instanceof PDFArray)) return false;
  return annotations
    .asArray()
    .map((item) => context.lookup(item))
    .some((field) => field instanceof PDFDict && isUndrawnField(field));
}

const isUndrawnField = (annotation: PDFDict): boolean =>
  annotation.lookup(SUBTYPE) === WIDGET &&
  isShown(annotation) &&
  annotation.lookup(APPEARANCE) === undefined &&
  isTyped(valueOf(annotation, DEEPEST));

/** Its own, or that of the field which it is a part of. */
function valueOf(field: PDFDict, depth: number): PDFObject | undefined {
  const [value, parent] = [field.lookup(VALUE), field.lookup(PARENT)];
  return value === undefined && parent instanceof PDFDict && depth > 0 ? valueOf(parent, depth - 1) : value;
}

/** Something that people chose or typed; a signature is not drawn where it has no looks. */
function isTyped(value: PDFObject | undefined): boolean {
  if (value instanceof PDFString || value instanceof PDFHexString) return value.decodeText() !== '';
  if (value instanceof PDFName) return value !== OFF;
  return value instanceof PDFArray && value.size() > 0;
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
