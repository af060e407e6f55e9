/** GET /operations/letters/{term}/overlay/{page}: what an operator sees of a letter that prints where it may not. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { incomingKeyOf } from '../../src/domain/names';
import type { LetterId, Reference } from '../../src/domain/letter';
import { childrenOf } from '../adapters/pdf/children';
import { hostileFile } from '../adapters/pdf/sample-letters';
import { refusedForItsMargin } from './refused-letter';
import { type Tenant, type World, createWorld, like, postLetter, v2Error } from './world';

let world: World;
let tenant: Tenant;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  ({ token } = await world.services.createOperator('alex'));
});
afterAll(() => world.close());

const get = (path: string, app = world.app()) =>
  request(app).get(path).set('Authorization', `Bearer ${token}`).buffer(true);
const overlay = (term: string, page: number | string = 1) => `/operations/letters/${term}/overlay/${page}`;

async function keyOf(id: LetterId): Promise<string> {
  const [row] = await world.sql('select reference from letters where id = $1', id);
  return incomingKeyOf(row?.['reference'] as Reference);
}

test('The letter names the pictures of its pages at fault; each is a PNG, drawn for a named operator', async () => {
  const id = await refusedForItsMargin(world, tenant);
  const { overlays } = (await get(`/operations/letters/${id}`)).body as { overlays: string[] };
  expect(overlays).toEqual([overlay(id)]);
  world.logged.length = 0;
  const answer = await get(overlays[0] ?? '');
  const { status, headers } = answer;
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'image/png', like(/no-store/)]);
  expect((answer.body as Buffer).subarray(1, 4).toString()).toBe('PNG');
  expect(world.logged).toMatchObject([{ msg: 'overlay drawn', operator: 'alex', letter: id, page: 1 }]);
});

test('A letter that was refused for another reason names none', async () => {
  const { id } = (await postLetter(world.app(), tenant)).body as { id: LetterId };
  expect((await get(`/operations/letters/${id}`)).body).toMatchObject({ overlays: [] });
});

describe('There is no picture, and one sentence says why', () => {
  const refusal = async (path: string) => JSON.parse((await get(path)).text) as object;

  test('of a letter that is not there, or named by its service’s own reference', async () => {
    const unknown = v2Error(404, 'NoResultFound', 'No letter has this id or reference: give its id, or our reference');
    expect(await refusal(overlay(randomUUID()))).toEqual(unknown);
    expect(await refusal(overlay('reference%20of%20the%20team'))).toEqual(unknown);
  });

  test('of a letter that was not refused for where it prints', async () => {
    const { id } = (await postLetter(world.app(), tenant)).body as { id: LetterId };
    const why = 'The letter was not refused for what it prints outside the printable area: it is pending-virus-check';
    expect(await refusal(overlay(id))).toEqual(v2Error(409, 'NoOverlay', why));
  });

  test('of a page that is not at fault', async () => {
    const id = await refusedForItsMargin(world, tenant, [1, 3]);
    const why = 'Page 2 is not at fault: ask for one of 1, 3';
    expect(await refusal(overlay(id, 2))).toEqual(v2Error(404, 'NoResultFound', why));
    for (const page of ['0', '-1', '100', '1.0', 'x']) expect((await get(overlay(id, page))).status).toBe(404);
  });

  test('of a PDF that retention has erased', async () => {
    const id = await refusedForItsMargin(world, tenant);
    await world.deps.objects.remove(await keyOf(id));
    expect(await refusal(overlay(id))).toEqual(
      v2Error(404, 'NoResultFound', like(/retention has erased it/) as string),
    );
  });

  test('of a PDF that breaks whoever draws it; the next one is drawn', async () => {
    const id = await refusedForItsMargin(world, tenant);
    await world.deps.objects.put(await keyOf(id), hostileFile('truncated-third.pdf'), 'application/pdf');
    expect(await refusal(overlay(id))).toEqual(v2Error(409, 'PdfBreaks', like(/do not open it/) as string));
    expect((await get(overlay(await refusedForItsMargin(world, tenant)))).status).toBe(200);
  });
});

test('An operator who asks for hundreds at once is told to come again; never are two drawn at once', async () => {
  const id = await refusedForItsMargin(world, tenant);
  const [app, asked] = [world.app(), Array.from({ length: 30 }, () => overlay(id))];
  let most = 0;
  const looking = setInterval(() => (most = Math.max(most, childrenOf(process.pid, 'picture-child').length)), 5);
  const answers = await Promise.all(asked.map((path) => get(path, app)));
  clearInterval(looking);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers['retry-after']).toBe('10');
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
  if (process.platform === 'linux') expect(most).toBe(1);
  expect((await get(overlay(id), app)).status).toBe(200);
});
