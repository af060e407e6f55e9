import { readFileSync } from 'node:fs';
import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';

/** A program: inspects the letter it is given, prints what became of it, and keeps its child warm until it is ended. */
async function inspectOne(path: string): Promise<void> {
  const inspector = createPdfInspector({ processes: 1 });
  const { kind, pages } = await inspector.inspect(readFileSync(path), { kind: 'letter', international: false });
  process.stdout.write(JSON.stringify({ kind, pages }));
}

void inspectOne(process.argv[2] ?? '');
