import { createHash } from 'node:crypto';
import { createZipper } from '../../../src/adapters/zip/create-zipper';
import { letters } from './letters';

/** A program: prints the hash of one zip, and the hour of its time zone. */
async function printHash(): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createZipper().zip(letters(20))) hash.update(chunk as Buffer);
  process.stdout.write(JSON.stringify({ hash: hash.digest('hex'), hour: new Date(0).getHours() }));
}

void printHash();
