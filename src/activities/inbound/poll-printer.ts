import { parseInboundName } from '../../domain/names';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { Printer } from '../../ports';
import type { ActivityDependencies } from '../dependencies';
import { type Progress, trackProgress } from '../progress';
import { type RawSource, createKeepRaw, rawDigestOf, waitingFiles } from './keep-raw';
import { type OutboxFile, createSettledFiles, identityOf } from './settled-files';
import { type UnexpectedFile, createUnexpectedFiles } from './unexpected-files';

const sourceIn =
  (printer: Printer) =>
  ({ name }: OutboxFile): RawSource => ({ name, source: 'printer', read: (take) => printer.read(name, take) });

const unexpectedOf = (file: OutboxFile, raw: RawSource): UnexpectedFile => ({
  ...file,
  identity: identityOf(file),
  raw,
});

type Dependencies = Pick<
  ActivityDependencies,
  'printer' | 'objects' | 'inbound' | 'tickets' | 'clock' | 'log' | 'settings'
>;

const NEWLINE = 0x0a;
const MOST_LOST = 1_000;

/**
 * Looks into the printer's outbox and keeps the raw bytes of each new file before anybody reads them. Answers with every
 * registered file that waits to be applied, also those of an earlier poll whose workflow never started.
 */
export function createPollPrinter(dependencies: Dependencies): LettersActivities['pollPrinter'] {
  const { printer, inbound, tickets, clock, log, settings } = dependencies;
  const settled = createSettledFiles(settings.settleSeconds);
  const sourceOf = sourceIn(printer);
  const keep = createKeepRaw(dependencies);
  const reportUnexpected = createUnexpectedFiles(dependencies, (name) => !name.includes('/'));

  /** One file that cannot be taken in never stops the others: false, and the next poll tries it again. */
  async function takeIn(file: OutboxFile, whole: boolean, progress: Progress): Promise<boolean> {
    try {
      const digest = await rawDigestOf(sourceOf(file), progress);
      const grown = digest.bytes !== file.bytes;
      if (grown || (!whole && digest.last !== NEWLINE)) return true;
      await keep(sourceOf(file), digest, progress);
      settled.markDone(file, digest.sha256);
      return true;
    } catch (error) {
      log.error({ file: file.name, error: String(error) }, 'a file of the printer could not be taken in');
      return false;
    }
  }

  const isOurs = ({ name }: OutboxFile): boolean => parseInboundName(name, settings.filePrefix) !== undefined;
  const asUnexpected = (file: OutboxFile) => unexpectedOf(file, sourceOf(file));

  return async () => {
    const progress = trackProgress();
    const listing = await printer.listOutbox();
    settled.forget(await inbound.lost(MOST_LOST));
    const still = settled.look(listing, clock.now());
    const failed: string[] = [];
    for (const { file, whole } of still.filter(({ file }) => isOurs(file))) {
      if (!(await takeIn(file, whole, progress))) failed.push(file.name);
      progress.item();
    }
    const there = listing.filter((file) => !isOurs(file) || !settled.isDone(file)).map(({ name }) => name);
    const forLong = still.filter(({ file, whole }) => whole && !isOurs(file)).map(({ file }) => asUnexpected(file));
    await reportUnexpected({ there, settled: forLong, failed }, progress);
    await tickets.resolve(ticketKeys.pollFailing('printer'));
    return { files: await waitingFiles(inbound) };
  };
}
