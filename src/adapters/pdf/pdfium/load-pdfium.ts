import { readFileSync } from 'node:fs';
import { PDFiumModule } from '@hyzyla/pdfium';
import type { Pdfium } from './pdfium';

/** What WebAssembly may hold; a page of A4 at 200 dpi takes 16 MB. */
const MOST_BYTES = 256 * 1024 * 1024;

type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Instance {
  readonly exports: object;
}
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Imports) => Instance;
}
/** As much of it as is used here: its types come only with those of browsers. */
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

/** PDFium asks for more memory by this call, and gives up where it is told no. Node's own limits do not see what WebAssembly holds. */
function capped(imports: Imports): Imports {
  const grow = imports['env']?.['emscripten_resize_heap'] as (bytes: number) => number;
  const growWithinLimit = (bytes: number): number => (bytes > MOST_BYTES ? 0 : grow(bytes));
  return { ...imports, env: { ...imports['env'], emscripten_resize_heap: growWithinLimit } };
}

/** Starts PDFium as WebAssembly. */
export async function loadPdfium(): Promise<Pdfium> {
  const module = new WebAssembly.Module(readFileSync(require.resolve('@hyzyla/pdfium/pdfium.wasm')));
  const instantiateWasm = (imports: Imports, use: (instance: Instance) => void): object => {
    const instance = new WebAssembly.Instance(module, capped(imports));
    use(instance);
    return instance.exports;
  };
  // The package knows more calls than its types do.
  const start = PDFiumModule as unknown as (options: { instantiateWasm: typeof instantiateWasm }) => Promise<Pdfium>;
  const pdfium = await start({ instantiateWasm });
  pdfium._FPDF_InitLibrary();
  return pdfium;
}

/** Whether PDFium has given up: it must not be asked anything more. */
export const isBroken = (error: unknown): boolean => error instanceof Error && error.name === 'RuntimeError';
