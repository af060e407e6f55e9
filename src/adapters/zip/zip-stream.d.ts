/** As much of zip-stream as is used here; it brings no types. */
declare module 'zip-stream' {
  import type { Transform, TransformOptions } from 'node:stream';

  class ZipStream extends Transform {
    constructor(options: TransformOptions & { readonly store: boolean });
    /** A Buffer is written before this returns. Without a `mode` the entry is made by system 0 (FAT). */
    entry(
      source: Buffer,
      data: { readonly name: string; readonly date: Date },
      done: (error: Error | null) => void,
    ): void;
    /** Writes the directory and ends the stream. */
    finalize(): void;
  }
  export { ZipStream as default };
}
