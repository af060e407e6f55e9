import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What both processes count; each serves its own registry as `/metrics`. */
export function createMetrics(process: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'postroom_http_request_seconds',
      help: 'Time from request to answer, by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    lettersAccepted: new Counter({
      name: 'postroom_letters_accepted_total',
      help: 'Letters answered with 201',
      labelNames: ['key_kind', 'postage'],
      registers,
    }),
    activitySeconds: new Histogram({
      name: 'postroom_activity_seconds',
      help: 'Time an activity took, by its name and outcome',
      labelNames: ['activity', 'outcome'],
      buckets: [0.05, 0.25, 1, 5, 15, 60, 300, 1800],
      registers,
    }),
    ticketsRaised: new Counter({
      name: 'postroom_tickets_raised_total',
      help: 'Tickets opened by this process',
      labelNames: ['kind'],
      registers,
    }),
    poolWaiting: new Gauge({
      name: 'postroom_database_pool_waiting',
      help: 'Queries that wait for a database connection',
      registers,
    }),
    poolExhausted: new Counter({
      name: 'postroom_database_pool_exhausted_total',
      help: 'Queries refused because no connection came free in time',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
