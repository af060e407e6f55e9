import type { InboundFile } from '../../domain/inbound-file';
import {
  type NumberedResponseLine,
  type ResponseFileRefusal,
  type ThresholdCounts,
  createResponseFileReader,
} from '../../domain/response-file';
import type { Result } from '../../domain/result';
import type { InboundStore, ObjectStore } from '../../ports';
import type { Progress } from '../progress';
import { rawLines } from './raw-file';

type Objects = Pick<ObjectStore, 'getStream'>;

const CHUNK = 1_000;

async function* responseLines(objects: Objects, file: InboundFile, progress: Progress) {
  const reader = createResponseFileReader();
  for await (const text of rawLines(objects, file)) {
    yield reader.take(text);
    progress.rows(1);
  }
  return reader.end();
}

/** Reads the whole file and holds none of it: its counts, or the first line that refuses it. */
export async function judgeResponses(
  objects: Objects,
  file: InboundFile,
  progress: Progress,
): Promise<Result<ThresholdCounts, ResponseFileRefusal>> {
  const lines = responseLines(objects, file, progress);
  for (let next = await lines.next(); ; next = await lines.next()) {
    if (next.done) return next.value;
    if (!next.value.ok) {
      await lines.return(next.value);
      return next.value;
    }
  }
}

/** Stores the lines of a file that was judged good, keyed by their numbers: a repeat adds nothing. */
export async function storeResponses(
  { objects, inbound }: { readonly objects: Objects; readonly inbound: Pick<InboundStore, 'addLines'> },
  file: InboundFile,
  progress: Progress,
): Promise<void> {
  let chunk: NumberedResponseLine[] = [];
  for await (const line of responseLines(objects, file, progress)) {
    if (line.ok && line.value) chunk.push(line.value);
    if (chunk.length < CHUNK) continue;
    await inbound.addLines(file.sha256, chunk);
    chunk = [];
  }
  if (chunk.length > 0) await inbound.addLines(file.sha256, chunk);
}
