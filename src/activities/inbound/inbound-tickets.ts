/** The words of the tickets about the printer's files. Names, hashes, references and counts only. */
import type { UnreadableLine } from '../../domain/acknowledgement-file';
import type { BatchId } from '../../domain/batch';
import { type InboundFile, RAW_LOST, type RetriedFile } from '../../domain/inbound-file';
import type { ResponseFileRefusal } from '../../domain/response-file';
import type { NewTicket } from '../../domain/ticket';
import { type PollSource, ticketKeys } from '../../contract';

const named = ({ name, sha256 }: Pick<InboundFile, 'name' | 'sha256'>): string => `${name} (file ${sha256})`;

export const fileRefused = (file: InboundFile, { line, reason }: ResponseFileRefusal): NewTicket => ({
  kind: 'inbound-file-refused',
  dedupKey: ticketKeys.inboundRefused(file.sha256),
  subject: 'A response file was refused',
  message: `${named(file)}, line ${line}: ${reason}. Nothing of it was applied; the raw file is kept under ${file.rawKey}.`,
});

/** What the same bytes close when they come again. */
export const fileLost = (file: InboundFile): NewTicket => ({
  kind: 'inbound-file-refused',
  dedupKey: ticketKeys.inboundRefused(file.sha256),
  subject: 'The raw bytes of a file of the printer are lost',
  message: `${named(file)}: ${RAW_LOST} (${file.rawKey}), so it cannot be read. Get the same file from the printer or a backup and take it in again by hand (postroom file ingest); while it still lies where it came from, the next poll does it. This closes by itself when it is back.`,
});

export const nameReused = (file: Pick<InboundFile, 'name' | 'sha256'>): NewTicket => ({
  kind: 'inbound-name-reused',
  dedupKey: ticketKeys.inboundNameReused(file.name),
  subject: 'The printer used a file name again',
  message: `${named(file)} came before with other bytes. It is processed as a new version.`,
});

export const unexpectedFile = (name: string, bytes: number): NewTicket => ({
  kind: 'unexpected-file',
  dedupKey: ticketKeys.unexpectedFile(name),
  subject: 'A file of the printer has a name that says nothing',
  message: `${name} (${bytes} bytes) is neither an acknowledgement nor a response. Ask the printer; take it in by hand under its right name (postroom file ingest), or have it removed: then this closes by itself.`,
});

/** Named as an unexpected file is: the same look closes it. */
export const fileNotTakenIn = (name: string, looks: number): NewTicket => ({
  kind: 'unexpected-file',
  dedupKey: ticketKeys.unexpectedFile(name),
  subject: 'A file of the printer cannot be taken in',
  message: `${name} could not be read or kept at ${looks} looks in a row; the log says why. The other files come in, and each poll tries this one again. This closes by itself when it is taken in or gone.`,
});

const POLLED: Readonly<Record<PollSource, string>> = {
  printer: "The printer's outbox",
  responses: 'The response prefix of the bucket',
};

export const pollFailing = (source: PollSource, minutes: number): NewTicket => ({
  kind: 'poll-failing',
  dedupKey: ticketKeys.pollFailing(source),
  subject: 'No answers of the printer can come in',
  message: `${POLLED[source]} could not be looked into for ${minutes} minutes; it goes on trying. This closes with the next good look.`,
});

export const lettersFailed = (file: InboundFile, count: number, references: readonly string[]): NewTicket => ({
  kind: 'letters-failed',
  dedupKey: ticketKeys.lettersFailed(file.sha256),
  subject: 'Letters failed at the printer',
  message: `LettersFailed: ${count} letters in ${named(file)} were not printed. References: ${references.join(', ')}`,
});

/** A further ticket: the file's own may be open with other letters in it. */
export const lettersFailedLater = (
  file: InboundFile,
  { since, failed, failedReferences }: Pick<RetriedFile, 'since' | 'failed' | 'failedReferences'>,
): NewTicket => ({
  ...lettersFailed(file, failed, failedReferences),
  dedupKey: ticketKeys.lettersFailedLater(file.sha256, since),
});

export const linesUnapplied = (file: InboundFile, unknown: number, withoutIntent: number): NewTicket => ({
  kind: 'inbound-lines-unapplied',
  dedupKey: ticketKeys.inboundUnapplied(file.sha256),
  subject: 'A response file names letters that were not sent',
  message: `${named(file)}: ${unknown} lines with an unknown reference, ${withoutIntent} of letters whose batch was not sent. They are tried again every ten minutes; this closes by itself when none is left.`,
});

export const linesConflicting = (file: InboundFile, count: number): NewTicket => ({
  kind: 'inbound-lines-conflicting',
  dedupKey: ticketKeys.inboundConflicting(file.sha256),
  subject: 'A response file contradicts itself',
  message: `${named(file)}: ${count} lines give a letter another outcome than an earlier line. The first one counts.`,
});

/** `first`: the first of them, at most 100. */
export const linesUnreadable = (file: InboundFile, count: number, first: readonly UnreadableLine[]): NewTicket => ({
  kind: 'acknowledgement-line-unreadable',
  dedupKey: ticketKeys.acknowledgementUnreadable(file.sha256),
  subject: 'An acknowledgement file has lines that cannot be read',
  message: `${named(file)}, ${count} of them: lines ${first.map(({ line }) => line).join(', ')}. The other lines count.`,
});

export const acknowledgedWithoutIntent = (batchId: BatchId, zipName: string): NewTicket => ({
  kind: 'acknowledged-without-intent',
  dedupKey: ticketKeys.acknowledgedWithoutIntent(batchId),
  subject: 'The printer acknowledged a zip that was never sent',
  message: `Batch ${batchId}, zip ${zipName}: we have no record of sending it. Find out what the printer has before anything is sent.`,
});
