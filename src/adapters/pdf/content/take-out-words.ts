import { deflateSync } from 'node:zlib';
import { PDFDict, PDFName, type PDFPageLeaf, PDFRawStream, type PDFRef } from '@cantoo/pdf-lib';
import { contentBytes } from './enclose-content';
import { FLATE, repack } from './packing';
import { type DrawnContent, type DrawnForm, contentWith } from './drawn-content';
import { type Place, type Placed, placesOf } from './places';
import { CannotCutError, type Walk, walkContent } from './walk-content';

/** The characters of a page, those that are blank left out. */
export interface Division {
  readonly leaving: readonly Placed[];
  readonly staying: readonly Placed[];
}

const [CONTENTS, RESOURCES, X_OBJECT] = [PDFName.of('Contents'), PDFName.of('Resources'), PDFName.of('XObject')];

/**
 * Takes characters out of what a page draws, its forms included; all else stays byte by byte, and stands where it stood.
 * Other pages that draw the same forms keep theirs. False, with the page as it was, where it cannot be done exactly: fonts
 * whose codes or widths we do not know, forms that are drawn more than once, characters that are not where PDFium found them.
 */
export function takeOutWords(page: PDFPageLeaf, { leaving, staying }: Division): boolean {
  const [gone, kept] = [placesOf(leaving), placesOf(staying)];
  const met = new Set<number>();
  const leaves = (place: Place): boolean => {
    const found = gone.at(place);
    for (const index of found) met.add(index);
    return found.length > 0;
  };
  const words = { leaves, stays: (place: Place) => kept.at(place).length > 0 };
  const walk: Walk = { words, fonts: new Map(), forms: new Map(), operations: 0 };
  const resources = page.lookup(RESOURCES);
  const content = contentWith(contentBytes(page), resources instanceof PDFDict ? resources : undefined);
  try {
    walkContent(walk, content);
  } catch (error) {
    if (error instanceof CannotCutError) return false;
    throw error;
  }
  if (met.size < leaving.length) return false;
  page.set(CONTENTS, page.context.register(page.context.flateStream(edited(content))));
  const changed = resourcesOf(content);
  if (changed) page.set(RESOURCES, changed);
  return true;
}

function edited({ text, edits }: DrawnContent): Uint8Array {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((one, other) => one.from - other.from)) {
    parts.push(text.slice(at, edit.from), edit.text);
    at = edit.to;
  }
  return Buffer.from(parts.join('') + text.slice(at), 'latin1');
}

const isChanged = ({ edits, forms }: DrawnContent): boolean => edits.length > 0 || [...forms.values()].some(isChanged);

/** The resources of a content; where it draws forms that changed, it has resources of its own, and of these forms new ones. */
function resourcesOf(content: DrawnContent): PDFDict | undefined {
  const changed = [...content.forms].filter(([, form]) => isChanged(form));
  const { resources } = content;
  if (!resources || changed.length === 0) return resources;
  const own = resources.clone(resources.context);
  const forms = own.lookup(X_OBJECT, PDFDict).clone(resources.context);
  for (const [name, form] of changed) forms.set(name, written(form));
  own.set(X_OBJECT, forms);
  return own;
}

/** A form as it is now. */
function written(form: DrawnForm): PDFRef {
  const { context } = form.stream.dict;
  const stream = PDFRawStream.of(form.stream.dict.clone(context), form.stream.contents);
  repack(stream, deflateSync(edited(form)), [FLATE]);
  const resources = resourcesOf(form);
  if (resources) stream.dict.set(RESOURCES, resources);
  return context.register(stream);
}
