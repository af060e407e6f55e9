import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';
import { type AcknowledgementFile, parseAcknowledgementFile } from '../../domain/acknowledgement-file';
import type { InboundFile } from '../../domain/inbound-file';
import type { Sha256 } from '../../domain/letter';
import type { InboundStore, ObjectStore } from '../../ports';
import { finalFailure } from '../failures';

export async function findInbound(inbound: Pick<InboundStore, 'find'>, sha256: Sha256): Promise<InboundFile> {
  const file = await inbound.find(sha256);
  if (!file) throw finalFailure(`No inbound file ${sha256}`);
  return file;
}

/** The lines of a kept file of any length, one at a time; a last newline begins no further line. */
export async function* rawLines(objects: Pick<ObjectStore, 'getStream'>, { rawKey }: InboundFile) {
  const stream: Readable = await objects.getStream(rawKey);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

/** An acknowledgement file is a line a zip: small enough to hold. */
export async function readAcknowledgements(
  objects: Pick<ObjectStore, 'get'>,
  { rawKey }: InboundFile,
): Promise<AcknowledgementFile> {
  const raw = await objects.get(rawKey);
  if (!raw) throw finalFailure(`The raw file ${rawKey} is missing`);
  return parseAcknowledgementFile(raw.toString('utf8'));
}
