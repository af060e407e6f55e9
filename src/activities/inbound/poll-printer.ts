import { parseInboundName, rawInboundKeyOf } from '../../domain/names';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { sha256Of } from '../digest';
import { nameReused } from './inbound-tickets';
import { trackProgress } from '../progress';
import { type OutboxFile, createSettledFiles } from './settled-files';

type Dependencies = Pick<
  ActivityDependencies,
  'printer' | 'objects' | 'inbound' | 'tickets' | 'clock' | 'log' | 'settings'
>;

const LARGEST_ANSWER = 100;
const NEWLINE = 0x0a;

/**
 * Looks into the printer's outbox and keeps the raw bytes of each new file before anybody reads them. Answers with every
 * registered file that waits to be applied, also those of an earlier poll whose workflow never started.
 */
export function createPollPrinter(dependencies: Dependencies): LettersActivities['pollPrinter'] {
  const { printer, objects, inbound, tickets, clock, log, settings } = dependencies;
  const settled = createSettledFiles(settings.settleSeconds);

  async function keep(name: string, body: Buffer): Promise<void> {
    const sha256 = sha256Of(body);
    if (await inbound.find(sha256)) return;
    const rawKey = rawInboundKeyOf(sha256, name);
    await objects.put(rawKey, body, 'text/plain');
    const source = { source: 'printer', receivedAt: clock.now() } as const;
    const { sameNameOtherBytes } = await inbound.register({ sha256, name, bytes: body.length, rawKey, ...source });
    if (sameNameOtherBytes) await tickets.raise(nameReused({ name, sha256 }));
  }

  /** One file that cannot be taken in never stops the others: the next poll tries it again. */
  async function takeIn(file: OutboxFile, whole: boolean): Promise<void> {
    try {
      const body = await printer.read(file.name);
      const grown = body.length !== file.bytes;
      if (grown || (!whole && body.at(-1) !== NEWLINE)) return;
      await keep(file.name, body);
      settled.markDone(file);
    } catch (error) {
      log.error({ file: file.name, error: String(error) }, 'a file of the printer could not be taken in');
    }
  }

  return async () => {
    const progress = trackProgress();
    const listing = await printer.listOutbox();
    const ours = listing.filter(({ name }) => parseInboundName(name, settings.filePrefix));
    for (const { file, whole } of settled.look(ours, clock.now())) {
      await takeIn(file, whole);
      progress.item();
    }
    return { files: (await inbound.unfinished(LARGEST_ANSWER)).map(({ sha256 }) => sha256) };
  };
}
