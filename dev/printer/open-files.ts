import { basename } from 'node:path';
import { HANDLE, type Request, fieldsOf, opensForWriting, typeOf } from './sftp-packets';

export interface OpenFile {
  /** Unlike a handle, never used again: names the upload for as long as the printer runs. */
  readonly upload: string;
  readonly path: string;
  readonly writing: boolean;
  bytes: number;
}

let uploadsSoFar = 0;

/** Which files one session has open, learned from what passes by. */
export interface OpenFiles {
  of(request: Request): OpenFile | undefined;
  /** The base name a request is about; of a rename the new one. */
  nameOf(request: Request): string | null;
  noteReply(request: Request, reply: Buffer): void;
  readonly uploads: readonly { readonly file: string; readonly bytes: number }[];
}

export function createOpenFiles(): OpenFiles {
  const files = new Map<string, OpenFile>();
  const of = (request: Request): OpenFile | undefined => files.get(request.handle ?? '');
  return {
    of,
    nameOf: (request) => {
      const path = request.target ?? request.path ?? of(request)?.path;
      return path === undefined ? null : basename(path);
    },
    noteReply: (request, reply) => {
      if (request.kind === 'close') files.delete(request.handle ?? '');
      if (request.kind !== 'open' || typeOf(reply) !== HANDLE || request.path === null) return;
      files.set(fieldsOf(reply).bytes().toString('hex'), {
        upload: `upload-${(uploadsSoFar += 1)}`,
        path: request.path,
        writing: opensForWriting(request),
        bytes: 0,
      });
    },
    get uploads() {
      const writing = [...files.values()].filter((file) => file.writing);
      return writing.map(({ path, bytes }) => ({ file: basename(path), bytes }));
    },
  };
}
