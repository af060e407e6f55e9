import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const httpBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** How the database stands, read at each scrape. */
interface Standing {
  readonly openTickets: Readonly<Record<string, number>>;
  readonly openBatches: Readonly<Record<string, number>>;
  readonly parkedBatches: number;
  readonly heldBatches: number;
  readonly waitingLetters: Readonly<Record<string, number>>;
  readonly oldestWaitingAt: Date | null;
  readonly sendingLetters: number;
  readonly lastRunAt: Date | null;
  readonly oldestDueCallbackAt: Date | null;
}

const activityBuckets = [0.05, 0.25, 1, 5, 15, 60, 300, 1800];

/** What each gauge of a standing says: figures by label, one figure, or none where there is nothing to say. */
type Figures = Readonly<Record<string, number>> | number | null;
interface StandingGauge {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  readonly figures: (standing: Standing) => Figures;
}

const secondsSince = (instant: Date) => Math.max(0, (Date.now() - instant.getTime()) / 1000);
const STANDING: readonly StandingGauge[] = [
  { name: 'postroom_tickets_open', help: 'Open tickets', label: 'kind', figures: (now) => now.openTickets },
  { name: 'postroom_batches_open', help: 'Batches not over', label: 'state', figures: (now) => now.openBatches },
  { name: 'postroom_batches_parked', help: 'Batches that wait for a person', figures: (now) => now.parkedBatches },
  { name: 'postroom_batches_held', help: 'Batches that an operator holds', figures: (now) => now.heldBatches },
  {
    name: 'postroom_letters_waiting',
    help: 'Letters accepted and not sent',
    label: 'status',
    figures: (now) => now.waitingLetters,
  },
  {
    name: 'postroom_letters_oldest_waiting_seconds',
    help: 'Since when the oldest of them waits; 0 when there is none',
    figures: ({ oldestWaitingAt }) => (oldestWaitingAt === null ? 0 : secondsSince(oldestWaitingAt)),
  },
  { name: 'postroom_letters_sending', help: 'Letters sent and not answered for', figures: (now) => now.sendingLetters },
  {
    name: 'postroom_callbacks_oldest_due_seconds',
    help: 'How long the callback that is due the longest has been; 0 when none is due',
    figures: ({ oldestDueCallbackAt }) => (oldestDueCallbackAt === null ? 0 : secondsSince(oldestDueCallbackAt)),
  },
  {
    name: 'postroom_print_run_last_timestamp_seconds',
    help: 'When the latest scheduled print run began',
    figures: ({ lastRunAt }) => lastRunAt && lastRunAt.getTime() / 1000,
  },
];

/** All that ask while one read is under way share it: one scrape is one query. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () =>
    (underWay ??= read().finally(() => {
      underWay = undefined;
    }));
}

/** A database that is away takes its own gauges with it, and no other metric. */
function watchStanding(registers: Registry[], failures: Counter, read: () => Promise<Standing>): void {
  const look = shared(() =>
    read().catch(() => {
      failures.inc();
      return undefined;
    }),
  );
  for (const { name, help, label, figures } of STANDING) {
    new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers,
      async collect() {
        const standing = await look();
        this.reset();
        if (label === undefined) this.remove();
        const said = standing && figures(standing);
        if (typeof said === 'number') this.set(said);
        else for (const [value, figure] of Object.entries(said ?? {})) this.set({ [label ?? '']: value }, figure);
      },
    });
  }
}

/** What both processes count; each serves its own registry as `/metrics`. Times are in seconds. */
export function createMetrics(process: string) {
  const registry = new Registry();
  const registers = [registry];
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });

  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });

  const standingFailed = counter(
    'postroom_standing_reads_failed_total',
    'Scrapes at which Postgres did not answer',
    [],
  );
  const requests = ['method', 'route', 'status'] as const;
  return {
    registry,
    requestSeconds: seconds('postroom_http_request_seconds', 'From request to answer', [...requests], httpBuckets),
    activitySeconds: seconds('postroom_activity_seconds', 'Of activities', ['activity', 'outcome'], activityBuckets),
    lettersAccepted: counter('postroom_letters_accepted_total', 'Letters answered with 201', ['key_kind', 'postage']),
    lettersRefused: counter('postroom_letters_refused_total', 'Letters refused for what they are', ['failure']),
    inspectionNotes: counter('postroom_inspection_notes_total', 'Good letters a printer may want otherwise', ['note']),
    ticketsRaised: counter('postroom_tickets_raised_total', 'Tickets opened by this process', ['kind']),
    callbackAttempts: counter('postroom_callback_attempts_total', 'Callbacks sent, by what came of it', ['outcome']),
    workflowsRestarted: counter('postroom_workflows_restarted_total', 'Lost workflows started again', ['workflow']),
    poolExhausted: counter('postroom_database_pool_exhausted_total', 'Queries for which no connection came free', []),
    /** Gauges of what stands in the database; `read` is asked once a scrape. */
    watchStanding: (read: () => Promise<Standing>) => watchStanding(registers, standingFailed, read),
    /** `waiting` is asked at each scrape. */
    watchPool: (waiting: () => number) =>
      new Gauge({
        name: 'postroom_database_pool_waiting',
        help: 'Queries that wait for a connection',
        registers,
        collect() {
          this.set(waiting());
        },
      }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
