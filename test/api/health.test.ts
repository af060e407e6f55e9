import request from 'supertest';
import type { ApiDependencies } from '../../src/api/dependencies';
import { type World, createWorld } from './world';

let world: World;
beforeAll(async () => (world = await createWorld()));
afterAll(() => world.close());

const never = () => new Promise<never>(() => undefined);
const fails = () => Promise.reject(new Error('away'));

test('The process is up, whatever else is away', async () => {
  const app = world.app({ services: { ...world.deps.services, operatorOf: fails } });
  expect((await request(app).get('/healthz')).status).toBe(200);
});

describe('Ready means that a letter can be accepted', () => {
  const parts = { postgres: true, s3: true, temporal: true };
  test.each<[string, (deps: ApiDependencies) => Partial<ApiDependencies>, number, object]>([
    ['all answer', () => ({}), 200, { status: 'ready', ...parts }],
    [
      'Temporal is away: a 201 does not need it',
      ({ workflows }) => ({ workflows: { ...workflows, healthy: () => Promise.resolve(false) } }),
      200,
      { status: 'ready', ...parts, temporal: false },
    ],
    [
      'Postgres is away',
      ({ services }) => ({ services: { ...services, operatorOf: fails } }),
      503,
      { status: 'not ready', ...parts, postgres: false },
    ],
    [
      'Postgres is silent',
      ({ services }) => ({ services: { ...services, operatorOf: never } }),
      503,
      { status: 'not ready', ...parts, postgres: false },
    ],
    [
      'S3 is away',
      ({ objects }) => ({ objects: { ...objects, healthy: () => Promise.resolve(false) } }),
      503,
      { status: 'not ready', ...parts, s3: false },
    ],
  ])('%s', async (_case, changes, status, body) => {
    const answer = await request(world.app(changes(world.deps))).get('/readyz');
    expect([answer.status, answer.body]).toEqual([status, body]);
  });
});
