import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib';
import type { PdfRefusal } from '../../domain/pdf-refusal';
import { dictionariesIn } from './dictionaries-in';

const names = (...words: readonly string[]): readonly PDFObject[] => words.map((word) => PDFName.of(word));

/** Actions that do something to the reader's machine or fetch something; those that only lead to a place are harmless on paper. */
const ACTING = names(
  ...['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'ResetForm', 'GoToR', 'GoToE', 'Movie', 'Sound'],
  ...['Rendition', 'RichMediaExecute', 'GoTo3DView'],
);
const ACTIONS = [...ACTING, ...names('GoTo', 'URI', 'Named', 'Thread', 'Hide', 'SetOCGState', 'Trans', 'GoToDp')];
const ACTING_ANNOTATIONS = names('RichMedia', '3D', 'Movie', 'Sound', 'Screen');
const MOST_PIXELS = 100_000_000;

/**
 * What no letter needs and no printer should get, found in any object of a document, whether something leads to it or not.
 * Names written in hex and objects in object streams are plain here. Undefined when there is nothing of it.
 */
export function structureProblem(context: PDFContext, catalog: PDFDict): PdfRefusal | undefined {
  for (const object of dictionariesIn(context, catalog)) {
    const problem = object instanceof PDFStream ? streamProblem(object.dict) : dictionaryProblem(object);
    if (problem) return problem;
  }
  return leavesFieldsUndrawn(at(catalog, 'AcroForm')) ? 'leaves its fields to be drawn' : undefined;
}

/** Each reader draws what is typed into such a form in its own way, and what is written anew has no form. */
const leavesFieldsUndrawn = (form: PDFObject | undefined): boolean =>
  form instanceof PDFDict && at(form, 'NeedAppearances') === PDFBool.True && isFull(at(form, 'Fields'));

const at = (dictionary: PDFDict, key: string): PDFObject | undefined => dictionary.lookup(PDFName.of(key));
const isOneOf = (list: readonly PDFObject[], value: PDFObject | undefined): boolean =>
  value !== undefined && list.includes(value);

function dictionaryProblem(dictionary: PDFDict): PdfRefusal | undefined {
  if (isActing(dictionary)) return 'holds active content';
  if (hasEntries(at(dictionary, 'EmbeddedFiles')) || isFile(at(dictionary, 'EF'))) return 'holds other files';
  if (at(dictionary, 'Subtype') === PDFName.of('FileAttachment')) return 'holds other files';
  return undefined;
}

/** Keys alone prove little: a font may be called `AA`. What stands behind them does. */
function isActing(dictionary: PDFDict): boolean {
  const script = at(dictionary, 'JS');
  const form = at(dictionary, 'XFA');
  const triggers = at(dictionary, 'AA');
  return (
    isOneOf(ACTING, at(dictionary, 'S')) ||
    script instanceof PDFString ||
    script instanceof PDFHexString ||
    form instanceof PDFArray ||
    form instanceof PDFStream ||
    (triggers instanceof PDFDict && triggers.keys().some((key) => isAction(triggers.lookup(key)))) ||
    isOneOf(ACTING_ANNOTATIONS, at(dictionary, 'Subtype')) ||
    at(dictionary, 'RichMediaContent') instanceof PDFDict
  );
}

const isAction = (value: PDFObject | undefined): boolean =>
  value instanceof PDFDict && isOneOf(ACTIONS, at(value, 'S'));

/** A tree of names with no entries is harmless: some programs write one into every file. */
const hasEntries = (tree: PDFObject | undefined): boolean =>
  tree instanceof PDFDict && ['Names', 'Kids'].some((key) => isFull(at(tree, key)));

const isFull = (list: PDFObject | undefined): boolean => list instanceof PDFArray && list.size() > 0;

const isFile = (value: PDFObject | undefined): boolean =>
  value instanceof PDFDict && value.values().some((file) => value.context.lookup(file) instanceof PDFStream);

/** A stream that is no page's content but a program, a file, or a place where its bytes are to be fetched from. */
function streamProblem(dictionary: PDFDict): PdfRefusal | undefined {
  if (at(dictionary, 'Type') === PDFName.of('EmbeddedFile')) return 'holds other files';
  if (['F', 'Ref', 'OPI'].some((key) => at(dictionary, key) !== undefined)) return 'refers to other files';
  const isPostScript = ['Subtype', 'Subtype2'].some((key) => at(dictionary, key) === PDFName.of('PS'));
  if (isPostScript || at(dictionary, 'PS') !== undefined) return 'holds active content';
  const [width, height] = [at(dictionary, 'Width'), at(dictionary, 'Height')];
  const isTooLarge =
    width instanceof PDFNumber && height instanceof PDFNumber && width.asNumber() * height.asNumber() > MOST_PIXELS;
  return isTooLarge ? 'holds too large a picture' : dictionaryProblem(dictionary);
}
