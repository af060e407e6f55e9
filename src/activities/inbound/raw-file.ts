import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { type ReadAcknowledgementLine, readAcknowledgementLine } from '../../domain/acknowledgement-file';
import type { InboundFile } from '../../domain/inbound-file';
import type { Sha256 } from '../../domain/letter';
import type { InboundStore, ObjectStore } from '../../ports';
import { finalFailure } from '../failures';

export async function findInbound(inbound: Pick<InboundStore, 'find'>, sha256: Sha256): Promise<InboundFile> {
  const file = await inbound.find(sha256);
  if (!file) throw finalFailure(`No inbound file ${sha256}`);
  return file;
}

/** No line of ours has a thousandth of it. What is longer is handed on in pieces, each of which no reader takes for a line. */
const LONGEST_PIECE = 64 * 1024;

/** The lines of a kept file of any length, one at a time; a last newline begins no further line. */
export async function* rawLines(objects: Pick<ObjectStore, 'getStream'>, { rawKey }: InboundFile) {
  const stream: Readable = await objects.getStream(rawKey);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
    if (rest.length <= LONGEST_PIECE) continue;
    yield rest;
    rest = '';
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

/** What the lines of an acknowledgement file say, one at a time. */
export async function* acknowledgementLines(
  objects: Pick<ObjectStore, 'getStream'>,
  file: InboundFile,
): AsyncGenerator<ReadAcknowledgementLine> {
  let number = 0;
  for await (const raw of rawLines(objects, file)) {
    number += 1;
    const read = readAcknowledgementLine(raw, number);
    if (read) yield read;
  }
}
