/** `npm run demo`: one evening on this machine, from letters by API to the printer's answers. `--keep` leaves the stack up. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
import { Listr, type ListrTaskWrapper } from 'listr2';
import { type Evening, openEvening } from './demo/evening';
import { type RefusedLetter, sendRefused } from './demo/refused';
import { openSenders } from './demo/services';
import { summarise } from './demo/summary';
import { findFaults } from './demo/verdict';
import { type Stack, StackRunningError, startStack } from './stack/start-stack';
import { endWithStarter, untilAskedToEnd } from './stack/until-asked-to-end';
import { ProgramMissingError } from './programs/resolve-program';

const LETTERS = 306;

type Task = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'output'>;

interface Demonstration {
  refused: readonly RefusedLetter[];
  stack?: Stack;
  evening?: Evening;
  began: Date;
}

type Act = (evening: Evening, tell: (progress: string) => void, stack: Stack) => Promise<unknown>;

const step = (title: string, act: Act) => ({
  title,
  task: async ({ evening, stack }: Demonstration, task: Task) => {
    if (!evening || !stack) throw new Error('the stack is not up');
    let last = '';
    const tell = (progress: string) => {
      if (progress !== last) task.title = `${title}: ${progress}`;
      last = progress;
    };
    await act(evening, tell, stack);
  },
});

async function check(evening: Evening): Promise<void> {
  const faults = findFaults(await evening.ledger.letters(evening.ids), evening.failed, await evening.received());
  if (faults.length > 0) throw new Error(`${faults.length} faults:\n${faults.slice(0, 20).join('\n')}`);
}

async function checkTickets(evening: Evening, began: Date): Promise<void> {
  const kinds = (await evening.ledger.ticketsSince(began)).map(({ kind }) => kind);
  for (const kind of ['letters-failed', 'inbound-lines-unapplied']) {
    if (!kinds.includes(kind)) throw new Error(`No ticket of kind ${kind} was opened`);
  }
}

const steps = (demonstration: Demonstration) =>
  new Listr<Demonstration>(
    [
      {
        title: 'Start the local stack',
        task: async (context, task) => {
          context.stack = await startStack({ say: (line) => void (task.output = line) });
          context.evening = await openEvening(context.stack.state);
          context.began = new Date();
        },
      },
      step(
        `Send ${LETTERS} letters of 3 services and 3 postage classes through the API`,
        async (evening, tell, stack) => evening.send(LETTERS, await openSenders(stack.state), tell),
      ),
      step('Prepare them: judge PDFs, make those of templates, fix what will be printed', (evening, tell) =>
        evening.untilPrepared(tell),
      ),
      step('Send some that may not be printed, and ask why', async (_evening, tell, stack) => {
        demonstration.refused = await sendRefused(stack.state);
        tell(`${demonstration.refused.length} refused`);
      }),
      step('Tell the printer to fail two letters and to name a stranger', (evening) => evening.instructPrinter()),
      step('Start the print run', async (evening, tell) => tell(await evening.startRun())),
      step('Zip, seal, upload and publish', (evening, tell) => evening.untilReceived(tell)),
      step('Take in acknowledgements and responses', (evening, tell) => evening.untilAnswered(tell)),
      step("Compare the printer's own log with every letter", check),
      step('Look for the tickets', (evening) => checkTickets(evening, demonstration.began)),
    ],
    { rendererOptions: { collapseSubtasks: false }, fallbackRenderer: 'simple' },
  );

async function main(): Promise<number> {
  const asked = untilAskedToEnd();
  endWithStarter();
  const demonstration: Demonstration = { began: new Date(), refused: [] };
  try {
    await Promise.race([steps(demonstration).run(demonstration), asked]);
    const { stack, evening, began, refused } = demonstration;
    if (!stack || !evening) return 130;
    process.stdout.write(await summarise(stack.state, evening, { began, refused }));
    if (process.argv.includes('--keep')) {
      process.stdout.write('\nThe stack stays up until Ctrl-C.\n');
      await asked;
    }
    return 0;
  } finally {
    await demonstration.evening?.ledger.close();
    await demonstration.stack?.end();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const known = error instanceof StackRunningError || error instanceof ProgramMissingError;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
