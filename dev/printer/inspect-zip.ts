import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { ReceivedEntry, ReceivedLine } from './received-log';
import { entriesOf } from './zip-reader';

/** Looks into a file that was taken and says what it held, or why it could not be read. */
export async function inspectZip(path: string, file: string): Promise<Extract<ReceivedLine, { sha256: string }>> {
  const whole = { time: new Date().toISOString(), file, bytes: (await stat(path)).size, sha256: await sha256Of(path) };
  const entries: ReceivedEntry[] = [];
  try {
    for await (const { name, body } of entriesOf(path)) {
      const sha256 = createHash('sha256').update(body).digest('hex');
      entries.push({ name, bytes: body.length, sha256, pages: await pagesOf(body) });
    }
  } catch (error) {
    return { ...whole, event: 'unreadable', reason: (error as Error).message };
  }
  return { ...whole, event: 'received', entries };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

async function pagesOf(pdf: Buffer): Promise<number | null> {
  try {
    const document = await PDFDocument.load(pdf, { ignoreEncryption: true, updateMetadata: false });
    return document.getPageCount();
  } catch {
    return null;
  }
}
