import { createPrinterClient } from '../printer/client';
import { type ReceivedLine, readReceivedLog } from '../printer/received-log';
import type { StackState } from '../stack/state';
import { type Ledger, type LedgerLetter, openLedger } from './ledger';
import { type LettersClient, createLettersClient } from './letters-client';
import { type PlannedLetter, planLetters } from './plan';
import { askOperations } from './operations';
import type { Sender } from './services';
import { until } from './until';

const AT_ONCE = 8;

/** Says how far a step is. */
export type Tell = (progress: string) => void;

/** One print run as its people see it: services send, an operator starts the run, the printer answers. */
export interface Evening {
  readonly ledger: Ledger;
  readonly ids: readonly string[];
  /** References that the printer will answer `Failed`. */
  readonly failed: ReadonlySet<string>;
  send(count: number, senders: readonly Sender[], tell: Tell): Promise<void>;
  untilPrepared(tell: Tell): Promise<void>;
  /** Tells the printer to fail two letters and to name one that nobody sent. */
  instructPrinter(): Promise<void>;
  startRun(): Promise<string>;
  untilReceived(tell: Tell): Promise<void>;
  untilAnswered(tell: Tell): Promise<void>;
  received(): Promise<readonly ReceivedLine[]>;
}

function sendPlanned(
  { reference, content }: PlannedLetter,
  { client, templateId }: Sender & { client: LettersClient },
) {
  return content.kind === 'templated'
    ? client.sendFromTemplate({ reference, templateId, personalisation: content.personalisation })
    : client.send({ reference, postage: content.postage, pdf: content.pdf });
}

export async function openEvening(state: StackState): Promise<Evening> {
  const ledger = openLedger(state.postgresUrl);
  const printer = createPrinterClient(state.printer.controlUrl);
  const logged = (await readReceivedLog(state.printer.receivedLog)).length;
  const ids: string[] = [];
  const failed = new Set<string>();
  const received = async () => (await readReceivedLog(state.printer.receivedLog)).slice(logged);
  const countWhere = async (fits: (letter: LedgerLetter) => boolean) => (await ledger.letters(ids)).filter(fits).length;
  const untilAll = (fits: (letter: LedgerLetter) => boolean, what: string, tell: Tell) =>
    until(async () => {
      const count = await countWhere(fits);
      tell(`${count} of ${ids.length}`);
      return count === ids.length;
    }, what);

  return {
    ledger,
    ids,
    failed,
    received,
    async send(count, senders, tell) {
      const services = senders.map((sender) => ({ ...sender, client: createLettersClient(state.apiUrl, sender.key) }));
      const queue = [...planLetters(count, senders.length)];
      const sendNext = async (): Promise<void> => {
        for (let letter = queue.shift(); letter; letter = queue.shift()) {
          const service = services[letter.service];
          if (service) ids.push(await sendPlanned(letter, service));
          tell(`${ids.length} of ${count}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
    },
    untilPrepared: (tell) => untilAll(({ hasPdf }) => hasPdf, 'all are prepared', tell),
    async instructPrinter() {
      const [first, second] = await ledger.letters(ids.slice(0, 2));
      for (const letter of [first, second]) if (letter) failed.add(letter.reference);
      await printer.control({ robot: { failedReferences: [...failed], extraReferences: ['NOBODYSENTTHIS00'] } });
    },
    async startRun() {
      const run = await askOperations(state, '/operations/print-runs', { cut_off: 'now', reason: 'demonstration' });
      return String(run['workflow_id']);
    },
    untilReceived: (tell) =>
      until(async () => {
        const zips = (await received()).filter(({ event }) => event === 'received');
        tell(`${zips.length} zips`);
        return (await countWhere(({ status }) => status === 'created')) === 0;
      }, 'every zip is at the printer'),
    untilAnswered: (tell) =>
      untilAll(({ status }) => !['created', 'sending'].includes(status), 'every letter is answered', tell),
  };
}
