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

const TEXT_OBJECT = 1;
const FORM_OBJECT = 5;
/** Deeper than any program nests forms. */
const DEEPEST = 20;

/** The texts of a page in the order in which they are drawn, those inside forms too. */
function textObjectsOf(pdfium: Pdfium, page: Handle): ReadonlyMap<Handle, number> {
  const places = new Map<Handle, number>();
  const note = (object: Handle, depth: number): void => {
    const type = pdfium._FPDFPageObj_GetType(object);
    if (type === TEXT_OBJECT) places.set(object, places.size);
    if (type !== FORM_OBJECT || depth > DEEPEST) return;
    const inside = pdfium._FPDFFormObj_CountObjects(object);
    for (let index = 0; index < inside; index += 1) note(pdfium._FPDFFormObj_GetObject(object, index), depth + 1);
  };
  const objects = pdfium._FPDFPage_CountObjects(page);
  for (let index = 0; index < objects; index += 1) note(pdfium._FPDFPage_GetObject(page, index), 0);
  return places;
}

function originOf(pdfium: Pdfium, text: Handle, index: number, memory: Pointer): readonly [number, number] {
  pdfium._FPDFText_GetCharOrigin(text, index, memory, memory + 8);
  const at = memory / 8;
  return [pdfium.HEAPF64[at] ?? 0, pdfium.HEAPF64[at + 1] ?? 0];
}

function boxOf(pdfium: Pdfium, text: Handle, index: number, memory: Pointer): Box {
  pdfium._FPDFText_GetLooseCharBox(text, index, memory);
  const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.HEAPF32.subarray(memory / 4, memory / 4 + 4);
  return { left, top, right, bottom };
}

/** The characters of a page in the order in which they are drawn; those that PDFium makes up are left out. */
export function readCharacters(pdfium: Pdfium, document: Handle, index: number): readonly Character[] {
  return withPage(pdfium, document, index, (page) => {
    const objects = textObjectsOf(pdfium, page);
    return withText(pdfium, page, (text) =>
      withMemory(pdfium, 16, (memory) => {
        const characterAt = (at: number): Character | undefined => {
          const object = objects.get(pdfium._FPDFText_GetTextObject(text, at));
          if (object === undefined || pdfium._FPDFText_IsGenerated(text, at) === 1) return undefined;
          const [x, y] = originOf(pdfium, text, at, memory);
          const angle = pdfium._FPDFText_GetCharAngle(text, at);
          return {
            text: String.fromCodePoint(pdfium._FPDFText_GetUnicode(text, at)),
            object,
            x,
            y,
            direction: [Math.cos(angle), -Math.sin(angle)],
            box: boxOf(pdfium, text, at, memory),
          };
        };
        const count = Math.max(0, pdfium._FPDFText_CountChars(text));
        const characters = Array.from({ length: count }, (_, at) => characterAt(at));
        // PDFium puts what stands side by side in one line, however it was drawn. The sort keeps the order inside an object.
        return characters.filter((found) => found !== undefined).sort((one, other) => one.object - other.object);
      }),
    );
  });
}
