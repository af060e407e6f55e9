import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const httpBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const activityBuckets = [0.05, 0.25, 1, 5, 15, 60, 300, 1800];

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

  const requests = ['method', 'route', 'status'] as const;
  return {
    registry,
    requestSeconds: seconds('postroom_http_request_seconds', 'From request to answer', [...requests], httpBuckets),
    activitySeconds: seconds('postroom_activity_seconds', 'Of activities', ['activity', 'outcome'], activityBuckets),
    lettersAccepted: counter('postroom_letters_accepted_total', 'Letters answered with 201', ['key_kind', 'postage']),
    ticketsRaised: counter('postroom_tickets_raised_total', 'Tickets opened by this process', ['kind']),
    workflowsRestarted: counter('postroom_workflows_restarted_total', 'Lost workflows started again', ['workflow']),
    poolExhausted: counter('postroom_database_pool_exhausted_total', 'Queries for which no connection came free', []),
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
