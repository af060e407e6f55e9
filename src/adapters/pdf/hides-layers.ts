import { PDFArray, type PDFContext, PDFDict, PDFName, type PDFObject, PDFStream } from '@cantoo/pdf-lib';
import { dictionariesIn } from './dictionaries-in';

const name = (word: string): PDFName => PDFName.of(word);
const at = (dictionary: PDFDict, key: string): PDFObject | undefined => dictionary.lookup(name(key));
const isFull = (list: PDFObject | undefined): boolean => list instanceof PDFArray && list.size() > 0;

/**
 * Whether a document has layers that are not shown, or not always: the bytes we write have no layers, so that these would
 * come to light on the paper. A layer counts as shown only where neither the document's settings nor any condition, use
 * (`AS`: on screen, in print) or membership can switch it off.
 */
export function hidesLayers(context: PDFContext, catalog: PDFDict): boolean {
  if (isSwitchedOff(at(catalog, 'OCProperties'))) return true;
  for (const object of dictionariesIn(context, catalog)) if (isConditional(object)) return true;
  return false;
}

function isSwitchedOff(properties: PDFObject | undefined): boolean {
  if (!(properties instanceof PDFDict)) return false;
  const settings = at(properties, 'D');
  if (!(settings instanceof PDFDict)) return false;
  const base = at(settings, 'BaseState');
  return (base !== undefined && base !== name('ON')) || isFull(at(settings, 'OFF')) || isFull(at(settings, 'AS'));
}

/** A membership that shows its content when some layer is off, or by an expression. */
function isConditional(object: PDFDict | PDFStream): boolean {
  if (object instanceof PDFStream || at(object, 'Type') !== name('OCMD')) return false;
  const policy = at(object, 'P');
  return at(object, 'VE') !== undefined || policy === name('AllOff') || policy === name('AnyOff');
}
