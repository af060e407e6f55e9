import { PDFArray, type PDFContext, PDFDict, PDFName, PDFNumber, type PDFObject, PDFStream } from '@cantoo/pdf-lib';
import type { InspectionNote } from '../../domain/inspection';

const name = (word: string): PDFName => PDFName.of(word);
const NOTE_OF_COLOURS: ReadonlyMap<number, InspectionNote> = new Map([
  [3, 'rgb-image'],
  [4, 'cmyk-image'],
]);
const FONT_FILES = ['FontFile', 'FontFile2', 'FontFile3'].map(name);

/** What a printer may want otherwise in a document, each note once. */
export function notesOf(context: PDFContext): readonly InspectionNote[] {
  const notes = new Set<InspectionNote>();
  for (const [, object] of context.enumerateIndirectObjects()) {
    const note =
      object instanceof PDFStream ? imageNote(object) : object instanceof PDFDict ? fontNote(object) : undefined;
    if (note) notes.add(note);
  }
  return [...notes].sort();
}

function imageNote({ dict }: PDFStream): InspectionNote | undefined {
  if (dict.lookup(name('Subtype')) !== name('Image')) return undefined;
  return NOTE_OF_COLOURS.get(coloursOf(dict.lookup(name('ColorSpace'))) ?? 0);
}

/** Colours that make up one of a colour space; of a palette those of its entries. Undefined for what is neither RGB nor CMYK. */
function coloursOf(space: PDFObject | undefined): number | undefined {
  if (space === name('DeviceCMYK')) return 4;
  if (space === name('DeviceRGB')) return 3;
  if (!(space instanceof PDFArray) || space.size() < 2) return undefined;
  const [kind, of] = [space.lookup(0), space.lookup(1)];
  if (kind === name('CalRGB')) return 3;
  if (kind === name('Indexed')) return coloursOf(of);
  const profile = kind === name('ICCBased') && of instanceof PDFStream ? of.dict.lookup(name('N')) : undefined;
  return profile instanceof PDFNumber ? profile.asNumber() : undefined;
}

function fontNote(font: PDFDict): InspectionNote | undefined {
  if (font.lookup(name('Type')) !== name('Font')) return undefined;
  const isWhole = [name('Type0'), name('Type3')].some((kind) => kind === font.lookup(name('Subtype')));
  if (isWhole) return undefined; // its parts are fonts, or its letters are drawings in the file
  const descriptor = font.lookup(name('FontDescriptor'));
  const isEmbedded = descriptor instanceof PDFDict && FONT_FILES.some((file) => descriptor.lookup(file) !== undefined);
  return isEmbedded ? undefined : 'font-not-embedded';
}
