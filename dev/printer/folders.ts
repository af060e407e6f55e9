import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PrinterAddress } from './options';

/** The folders as an SFTP client names them: relative to where the SFTP program runs. */
export const INBOX = 'notify';
export const STAGING = 'staging';
export const OUTBOX = 'outbox';

export interface PrinterPlaces {
  readonly root: string;
  /** What SFTP shows; the rest of `root` is the printer's own. */
  readonly shown: string;
  readonly keys: string;
  readonly receivedLog: string;
  readonly folders: PrinterAddress['folders'];
}

/** Makes whatever of the printer's folders is not there yet. */
export async function makePlaces(folder: string): Promise<PrinterPlaces> {
  const root = resolve(folder);
  const shown = join(root, 'sftp');
  const folders = {
    inbox: join(shown, INBOX),
    staging: join(shown, STAGING),
    outbox: join(shown, OUTBOX),
    taken: join(root, 'taken'),
  };
  for (const each of Object.values(folders)) await mkdir(each, { recursive: true });
  return { root, shown, keys: join(root, 'keys'), receivedLog: join(root, 'received.jsonl'), folders };
}
