/** What each route answers to those whom it lets in. A route without its row, or a row without its route, fails the test. */
import { ADDRESS, precompiled } from '../world';
import type { OperatorsThings, Things } from './things';

/** One way to call a route: what its address, query and body name. */
export interface Request {
  /** The parts of the path that are given by name. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
}

/** Statuses to a live, a team and a test key; one number stands for all three. */
type ForKeys = number | readonly [live: number, team: number, test: number];

export type Row =
  | { readonly access: 'open'; readonly call: Request; readonly answer: number }
  | {
      readonly access: 'operator';
      readonly call: (things: OperatorsThings) => Request;
      readonly known: number;
      readonly unknown: number;
    }
  | {
      readonly access: 'service';
      readonly call: (things: Things) => Request;
      readonly own: ForKeys;
      /** Of another service, and of nobody: the two must be one. */
      readonly foreign: ForKeys;
    };

const open = (answer: number, call: Request = {}): Row => ({ access: 'open', call, answer });
const operator = (known: number, unknown: number, call: (things: OperatorsThings) => Request): Row => ({
  access: 'operator',
  call,
  known,
  unknown,
});
const service = (own: ForKeys, foreign: ForKeys, call: (things: Things) => Request): Row => ({
  access: 'service',
  call,
  own,
  foreign,
});

const LIVE_AND_TEST: ForKeys = [201, 403, 201];
const reason = 'the matrix asks';
const batch = ({ batch }: OperatorsThings) => ({ path: { id: batch }, body: { reason } });

/** Keyed by method and path, as the route table has them; each with every way to name a thing of a service. */
export const ROWS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'GET /': { alive: open(200) },
  'GET /_status': { alive: open(200) },
  'GET /healthz': { alive: open(200) },
  'GET /readyz': { ready: open(200) },
  'GET /metrics': { metrics: open(200) },
  'GET /openapi.json': { document: open(200) },
  'GET /documentation': { page: open(200) },
  'GET /documentation/start.js': { script: open(200) },
  'GET /documentation/swagger-ui.css': { styles: open(200) },
  'GET /documentation/swagger-ui-bundle.js': { script: open(200) },
  'POST /notifications/letter/dvla': { 'no event': open(400, { body: {} }) },
  'POST /v2/notifications/:target': {
    'a precompiled letter': service(LIVE_AND_TEST, LIVE_AND_TEST, () => ({
      path: { target: 'letter' },
      body: precompiled(),
    })),
    'a templated letter': service(LIVE_AND_TEST, 400, ({ template: template_id }) => ({
      path: { target: 'letter' },
      body: { template_id, personalisation: { ...ADDRESS, name: 'Mx One' } },
    })),
    'a text message': service(400, 400, () => ({ path: { target: 'sms' }, body: {} })),
    'an e-mail': service(400, 400, () => ({ path: { target: 'email' }, body: {} })),
    'a channel that is none': service(404, 404, () => ({ path: { target: 'pigeon' }, body: {} })),
  },
  'GET /v2/notifications/:target': {
    'a letter': service(200, 404, ({ letter }) => ({ path: { target: letter } })),
  },
  'GET /v2/notifications': {
    'older than a letter': service(200, 200, ({ letter }) => ({ query: `older_than=${letter}` })),
    'a wrong parameter': service(400, 400, () => ({ query: 'page=1' })),
  },
  'GET /v2/notifications/:target/pdf': {
    "a letter's that has none yet": service(400, 404, ({ letter }) => ({ path: { target: letter } })),
  },
  'POST /v2/notifications/:target/cancel': {
    'a letter': service(200, 404, ({ letter }) => ({ path: { target: letter } })),
  },
  'GET /v2/templates': { all: service(200, 200, () => ({})) },
  'GET /v2/template/:id': { 'a template': service(200, 404, ({ template: id }) => ({ path: { id } })) },
  'GET /v2/template/:id/version/:version': {
    'a version': service(200, 404, ({ template: id }) => ({ path: { id, version: '1' } })),
  },
  'POST /v2/template/:id/preview': {
    'a template': service(200, 404, ({ template: id }) => ({ path: { id }, body: { personalisation: { name: 'x' } } })),
  },
  'GET /v2/received-text-messages': {
    all: service(200, 200, () => ({})),
    'older than a letter': service(200, 200, ({ letter }) => ({ query: `older_than=${letter}` })),
  },
  'POST /operations/print-runs': {
    'without a cut-off': operator(409, 409, () => ({ body: { reason } })),
  },
  'GET /operations/print-runs/:day': {
    'a day': operator(200, 200, () => ({ path: { day: '2026-01-05' } })),
  },
  'GET /operations/print-runs/:day/plan': {
    'a day': operator(200, 200, () => ({ path: { day: '2026-01-05' }, query: 'cut_off=now' })),
  },
  'GET /operations/batches/:id': { 'a batch': operator(200, 404, batch) },
  'POST /operations/batches/:id/hold': { 'a batch': operator(200, 404, batch) },
  'POST /operations/batches/:id/release': { 'a batch that is not held': operator(409, 404, batch) },
  'POST /operations/batches/:id/retry': { 'a batch': operator(200, 404, batch) },
  'POST /operations/batches/:id/adopt': {
    'a batch that was not published': operator(409, 404, ({ batch: id }) => ({
      path: { id },
      body: { reason, published_at: '2026-01-05T18:00:00Z' },
    })),
  },
  'POST /operations/batches/:id/abandon': { 'a batch': operator(200, 404, batch) },
  'GET /operations/holds': { all: operator(200, 200, () => ({})) },
  'POST /operations/holds': {
    'letters of a service': operator(201, 409, ({ service: service_id }) => ({ body: { service_id, reason } })),
  },
  'POST /operations/holds/:id/lift': {
    'a hold': operator(200, 404, ({ hold }) => ({ path: { id: hold }, body: { reason } })),
  },
  'GET /operations/letters/:term': {
    'a letter': operator(200, 404, ({ letter: term }) => ({ path: { term } })),
  },
  'GET /operations/letters/:term/overlay/:page': {
    'a page at fault': operator(200, 404, ({ refused: term }) => ({ path: { term, page: '1' } })),
    'a page without fault': operator(404, 404, ({ refused: term }) => ({ path: { term, page: '2' } })),
    'a letter that was not refused': operator(409, 404, ({ letter: term }) => ({ path: { term, page: '1' } })),
  },
  'POST /operations/returned-letters': { 'a list': operator(200, 200, () => ({ body: ['ABCDEFGH01234567'] })) },
};
