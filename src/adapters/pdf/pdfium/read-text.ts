import type { Handle, Pdfium, Pointer } from './pdfium';
import type { Box } from './render-page';
import { withMemory, withPage, withText } from './with-document';

/** A character as it stands on the page. A ligature gives several, all in one place. */
export interface Character {
  readonly text: string;
  /** The place among the page's objects of the text that it belongs to, in the order in which they are drawn. */
  readonly object: number;
  /** Points in the page's own coordinates: where its base line begins. */
  readonly x: number;
  readonly y: number;
  /** The way its line runs: one long. */
  readonly direction: readonly [number, number];
  /** As high and as wide as its font says. */
  readonly box: Box;
}

/** A white box, drawn over all texts whose place is before its own. */
export interface WhiteBox {
  readonly box: Box;
  readonly place: number;
}

export interface PageText {
  /** In the order in which they are drawn; those that PDFium makes up are left out. */
  readonly characters: readonly Character[];
  readonly whiteBoxes: readonly WhiteBox[];
}

const TEXT_OBJECT = 1;
const PATH_OBJECT = 2;
const FORM_OBJECT = 5;
/** A rectangle's, closed or not. */
const MOST_SEGMENTS = 5;
/** Deeper than any program nests forms. Readers give up at depths of their own: what is deeper, some draw and some do not. */
const DEEPEST = 20;

/** The box that a path of the page itself paints white. */
function whiteBoxOf(pdfium: Pdfium, path: Handle, memory: Pointer): Box | undefined {
  const at = memory / 4;
  pdfium._FPDFPath_GetDrawMode(path, memory, memory + 4);
  const isFilled = pdfium.HEAPU32[at] !== 0 && pdfium._FPDFPath_CountSegments(path) <= MOST_SEGMENTS;
  if (!isFilled || !pdfium._FPDFPageObj_GetFillColor(path, memory, memory + 4, memory + 8, memory + 12))
    return undefined;
  if (!pdfium.HEAPU32.subarray(at, at + 4).every((part) => part === 255)) return undefined;
  pdfium._FPDFPageObj_GetBounds(path, memory, memory + 4, memory + 8, memory + 12);
  const [left = 0, bottom = 0, right = 0, top = 0] = pdfium.HEAPF32.subarray(at, at + 4);
  return { left, bottom, right, top };
}

/** The texts of a page in the order in which they are drawn, those inside forms too, and what is drawn over them in white. */
function objectsOf(pdfium: Pdfium, page: Handle, memory: Pointer) {
  const places = new Map<Handle, number>();
  const whiteBoxes: WhiteBox[] = [];
  const note = (object: Handle, depth: number): void => {
    const type = pdfium._FPDFPageObj_GetType(object);
    if (type === TEXT_OBJECT) places.set(object, places.size);
    const box = type === PATH_OBJECT && depth === 0 ? whiteBoxOf(pdfium, object, memory) : undefined;
    if (box) whiteBoxes.push({ box, place: places.size });
    if (type !== FORM_OBJECT) return;
    if (depth > DEEPEST) throw new Error('forms go too deep');
    const inside = pdfium._FPDFFormObj_CountObjects(object);
    for (let index = 0; index < inside; index += 1) note(pdfium._FPDFFormObj_GetObject(object, index), depth + 1);
  };
  const objects = pdfium._FPDFPage_CountObjects(page);
  for (let index = 0; index < objects; index += 1) note(pdfium._FPDFPage_GetObject(page, index), 0);
  return { places, whiteBoxes };
}

function originOf(pdfium: Pdfium, text: Handle, index: number, memory: Pointer): readonly [number, number] {
  pdfium._FPDFText_GetCharOrigin(text, index, memory, memory + 8);
  const at = memory / 8;
  return [pdfium.HEAPF64[at] ?? 0, pdfium.HEAPF64[at + 1] ?? 0];
}

const HIGHEST = 0x10ffff;

/** A glyph without a meaning is the sign for what cannot be read; control characters are spaces. */
function characterOf(pdfium: Pdfium, text: Handle, index: number): string {
  const code = pdfium._FPDFText_GetUnicode(text, index);
  return code > 0 && code <= HIGHEST ? String.fromCodePoint(code).replace(/\p{Cc}/u, ' ') : '\ufffd';
}

function boxOf(pdfium: Pdfium, text: Handle, index: number, memory: Pointer): Box {
  pdfium._FPDFText_GetLooseCharBox(text, index, memory);
  const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.HEAPF32.subarray(memory / 4, memory / 4 + 4);
  return { left, top, right, bottom };
}

/** The text of a page, the first one being 0. Throws where its forms are nested beyond reason. */
export function readText(pdfium: Pdfium, document: Handle, index: number): PageText {
  return withPage(pdfium, document, index, (page) =>
    withText(pdfium, page, (text) =>
      withMemory(pdfium, 16, (memory) => {
        const { places, whiteBoxes } = objectsOf(pdfium, page, memory);
        const characterAt = (at: number): Character | undefined => {
          const object = places.get(pdfium._FPDFText_GetTextObject(text, at));
          if (object === undefined || pdfium._FPDFText_IsGenerated(text, at) === 1) return undefined;
          const [x, y] = originOf(pdfium, text, at, memory);
          const angle = pdfium._FPDFText_GetCharAngle(text, at);
          const direction = [Math.cos(angle), -Math.sin(angle)] as const;
          return { text: characterOf(pdfium, text, at), object, x, y, direction, box: boxOf(pdfium, text, at, memory) };
        };
        const count = Math.max(0, pdfium._FPDFText_CountChars(text));
        const characters = Array.from({ length: count }, (_, at) => characterAt(at));
        // PDFium puts what stands side by side in one line, however it was drawn. The sort keeps the order inside an object.
        const drawn = characters.filter((found) => found !== undefined).sort((one, other) => one.object - other.object);
        return { characters: drawn, whiteBoxes };
      }),
    ),
  );
}
