import type { Handle, Pdfium, Pointer } from './pdfium';

/** Memory of PDFium's for as long as it is used. */
export function withMemory<Value>(pdfium: Pdfium, bytes: number, use: (memory: Pointer) => Value): Value {
  const memory = pdfium._malloc(bytes);
  if (memory === 0) throw new Error(`PDFium has no ${bytes} bytes left`);
  try {
    return use(memory);
  } finally {
    pdfium._free(memory);
  }
}

function withHandle<Value>(
  handle: Handle,
  what: string,
  close: (handle: Handle) => void,
  use: (handle: Handle) => Value,
) {
  if (handle === 0) throw new Error(`PDFium cannot open the ${what}`);
  try {
    return use(handle);
  } finally {
    close(handle);
  }
}

/** Opens a PDF while it is used; like the others here it throws for what cannot be opened. */
export const withDocument = <Value>(pdfium: Pdfium, pdf: Uint8Array, use: (document: Handle) => Value): Value =>
  withMemory(pdfium, pdf.length, (memory) => {
    pdfium.HEAPU8.set(pdf, memory);
    const document = pdfium._FPDF_LoadMemDocument(memory, pdf.length, 0);
    return withHandle(document, 'document', (open) => pdfium._FPDF_CloseDocument(open), use);
  });

/** The first page has the index 0. */
export const withPage = <Value>(pdfium: Pdfium, document: Handle, index: number, use: (page: Handle) => Value): Value =>
  withHandle(pdfium._FPDF_LoadPage(document, index), 'page', (page) => pdfium._FPDF_ClosePage(page), use);

export const withText = <Value>(pdfium: Pdfium, page: Handle, use: (text: Handle) => Value): Value =>
  withHandle(pdfium._FPDFText_LoadPage(page), 'text of a page', (text) => pdfium._FPDFText_ClosePage(text), use);

const BGRX = 3; // four bytes a pixel

/** A bitmap that PDFium allocates itself. */
export const withBitmap = <Value>(
  pdfium: Pdfium,
  { width, height, memory }: { readonly width: number; readonly height: number; readonly memory: Pointer },
  use: (bitmap: Handle) => Value,
): Value => {
  const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, BGRX, memory, 4 * width);
  return withHandle(bitmap, 'bitmap', (open) => pdfium._FPDFBitmap_Destroy(open), use);
};
