/** A document, a page, its text, an object on it, or a picture of it; 0 where there is none. */
export type Handle = number;
/** Where in PDFium's memory. */
export type Pointer = number;
/** 0 where it did not succeed. */
type Success = number;

/** The calls of PDFium that we make (fpdfview.h, fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h). */
export interface Pdfium {
  _FPDF_InitLibrary(): void;
  _FPDF_LoadMemDocument(bytes: Pointer, size: number, password: Pointer): Handle;
  _FPDF_CloseDocument(document: Handle): void;
  _FPDF_LoadPage(document: Handle, index: number): Handle;
  _FPDF_ClosePage(page: Handle): void;

  /** Four floats: left, bottom, right, top. */
  _FPDFPage_GetMediaBox(page: Handle, left: Pointer, bottom: Pointer, right: Pointer, top: Pointer): Success;
  _FPDFPage_GetCropBox(page: Handle, left: Pointer, bottom: Pointer, right: Pointer, top: Pointer): Success;
  _FPDFPage_SetMediaBox(page: Handle, left: number, bottom: number, right: number, top: number): void;
  _FPDFPage_SetCropBox(page: Handle, left: number, bottom: number, right: number, top: number): void;

  _FPDFBitmap_CreateEx(width: number, height: number, format: number, memory: Pointer, stride: number): Handle;
  _FPDFBitmap_FillRect(bitmap: Handle, left: number, top: number, width: number, height: number, colour: number): void;
  _FPDFBitmap_Destroy(bitmap: Handle): void;
  _FPDF_RenderPageBitmap(
    bitmap: Handle,
    page: Handle,
    left: number,
    top: number,
    width: number,
    height: number,
    rotation: number,
    flags: number,
  ): void;

  _FPDFPage_CountObjects(page: Handle): number;
  _FPDFPage_GetObject(page: Handle, index: number): Handle;
  _FPDFPageObj_GetType(object: Handle): number;
  /** Four floats: left, bottom, right, top. */
  _FPDFPageObj_GetBounds(object: Handle, left: Pointer, bottom: Pointer, right: Pointer, top: Pointer): Success;
  /** Four whole numbers up to 255. */
  _FPDFPageObj_GetFillColor(object: Handle, red: Pointer, green: Pointer, blue: Pointer, alpha: Pointer): Success;
  _FPDFPath_CountSegments(path: Handle): number;
  /** Whole numbers: how it is filled, 0 for not at all; whether it has a line. */
  _FPDFPath_GetDrawMode(path: Handle, fill: Pointer, stroke: Pointer): Success;
  _FPDFFormObj_CountObjects(form: Handle): number;
  _FPDFFormObj_GetObject(form: Handle, index: number): Handle;

  _FPDFText_LoadPage(page: Handle): Handle;
  _FPDFText_ClosePage(text: Handle): void;
  _FPDFText_CountChars(text: Handle): number;
  _FPDFText_GetUnicode(text: Handle, index: number): number;
  _FPDFText_GetTextObject(text: Handle, index: number): Handle;
  _FPDFText_IsGenerated(text: Handle, index: number): number;
  /** Radians, clockwise. */
  _FPDFText_GetCharAngle(text: Handle, index: number): number;
  _FPDFText_GetCharOrigin(text: Handle, index: number, x: Pointer, y: Pointer): Success;
  /** Four floats: left, top, right, bottom. */
  _FPDFText_GetLooseCharBox(text: Handle, index: number, box: Pointer): Success;

  _malloc(bytes: number): Pointer;
  _free(memory: Pointer): void;
  /** Views of the memory as it is now: growth detaches them, so take them anew after each call. */
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  readonly HEAPF32: Float32Array;
  readonly HEAPF64: Float64Array;
}
