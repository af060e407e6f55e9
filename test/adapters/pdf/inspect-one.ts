import { readFileSync } from 'node:fs';
import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';

/** A program: inspects the file it is given, prints the verdict, and keeps its child warm until it is ended. */
async function inspectOne(path: string): Promise<void> {
  const inspector = createPdfInspector({ processes: 1 });
  process.stdout.write(JSON.stringify(await inspector.inspect(readFileSync(path))));
}

void inspectOne(process.argv[2] ?? '');
