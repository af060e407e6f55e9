import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ticketKeys, workflowIds } from '../contract';
import { isLost } from '../domain/inbound-file';
import { type Sha256, parseSha256 } from '../domain/letter';
import { baseNameOf, parseInboundName, rawInboundKeyOf } from '../domain/names';
import { type Result, ok, refused } from '../domain/result';
import type { Clock, InboundStore, ObjectStore, Tickets, Workflows } from '../ports';

export interface IngestDependencies {
  readonly objects: ObjectStore;
  readonly inbound: InboundStore;
  readonly tickets: Tickets;
  readonly workflows: Workflows;
  readonly clock: Clock;
  /** First word of the names of files at the printer. */
  readonly filePrefix: string;
}

/** A file of any size; it is read twice rather than held. */
export interface GivenFile {
  readonly path: string;
  readonly open: () => Readable;
}

export interface IngestedFile {
  readonly sha256: Sha256;
  /** 'finished': these bytes were applied or refused before, nothing is done again. 'known': also a file whose raw bytes were lost, now read after all. */
  readonly kind: 'new' | 'known' | 'finished';
  readonly workflowId: string;
}

async function digestOf(body: Readable): Promise<{ readonly sha256: Sha256; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const sha256 = parseSha256(hash.digest('hex'));
  if (!sha256) throw new Error('The platform made no SHA-256');
  return { sha256, bytes };
}

/**
 * Takes in a file of the printer by hand: the raw bytes are kept first, then it is registered, then its workflow starts.
 * The hash comes before all, since it names the place; a file that changes meanwhile is not kept, and this throws.
 */
export async function ingestFile(
  { path, open }: GivenFile,
  deps: IngestDependencies,
): Promise<Result<IngestedFile, string>> {
  const name = baseNameOf(path).toUpperCase();
  if (!parseInboundName(name, deps.filePrefix)) {
    return refused(
      `${name} is neither ${deps.filePrefix}.YYYYMMDDHHMMSS.ACK.TXT nor ${deps.filePrefix}-YYYYMMDDHHMMSS-RSP.TXT`,
    );
  }
  const { sha256, bytes } = await digestOf(open());
  const rawKey = (await deps.inbound.find(sha256))?.rawKey ?? rawInboundKeyOf(sha256, name);
  if (!(await deps.objects.head(rawKey))) await deps.objects.putKnown(rawKey, open(), 'text/plain', sha256);
  const receivedAt = deps.clock.now();
  const file = { sha256, name, bytes, rawKey, source: 'command-line', receivedAt } as const;
  const { kind, sameNameOtherBytes } = await deps.inbound.register(file);
  if (sameNameOtherBytes) await reportReusedName(name, deps.tickets);
  const workflowId = workflowIds.inboundFile(sha256);
  const registered = await deps.inbound.find(sha256);
  if (registered?.state !== 'received' && !(registered && isLost(registered)))
    return ok({ sha256, kind: 'finished', workflowId });
  await deps.workflows.startInboundFile(sha256);
  return ok({ sha256, kind, workflowId });
}

async function reportReusedName(name: string, tickets: Tickets): Promise<void> {
  await tickets.raise({
    kind: 'inbound-name-reused',
    dedupKey: ticketKeys.inboundNameReused(name),
    subject: 'A file of the printer came again with other content',
    message: `${name} was taken in before with other bytes. Both are kept and applied: ask the printer which one counts.`,
  });
}
