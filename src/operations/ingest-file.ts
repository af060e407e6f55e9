import { createHash } from 'node:crypto';
import { ticketKeys, workflowIds } from '../contract';
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

export interface IngestedFile {
  readonly sha256: Sha256;
  /** 'finished': these bytes were applied or refused before, nothing is done again. */
  readonly kind: 'new' | 'known' | 'finished';
  readonly workflowId: string;
}

function sha256Of(body: Buffer): Sha256 {
  const sha256 = parseSha256(createHash('sha256').update(body).digest('hex'));
  if (!sha256) throw new Error('The platform made no SHA-256');
  return sha256;
}

/** Takes in a file of the printer by hand: the raw bytes are kept first, then it is registered, then its workflow starts. */
export async function ingestFile(
  path: string,
  body: Buffer,
  deps: IngestDependencies,
): Promise<Result<IngestedFile, string>> {
  const name = baseNameOf(path).toUpperCase();
  if (!parseInboundName(name, deps.filePrefix)) {
    return refused(
      `${name} is neither ${deps.filePrefix}.YYYYMMDDHHMMSS.ACK.TXT nor ${deps.filePrefix}-YYYYMMDDHHMMSS-RSP.TXT`,
    );
  }
  const sha256 = sha256Of(body);
  const rawKey = rawInboundKeyOf(sha256, name);
  await deps.objects.put(rawKey, body, 'text/plain');
  const file = {
    sha256,
    name,
    bytes: body.length,
    rawKey,
    source: 'command-line',
    receivedAt: deps.clock.now(),
  } as const;
  const { kind, sameNameOtherBytes } = await deps.inbound.register(file);
  if (sameNameOtherBytes) await reportReusedName(name, deps.tickets);
  const workflowId = workflowIds.inboundFile(sha256);
  const state = (await deps.inbound.find(sha256))?.state;
  if (state !== 'received') return ok({ sha256, kind: 'finished', workflowId });
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
