/** GET /v2/notifications/{id}/pdf: letters-api §7.4, each status a line. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import type { LetterId } from '../../src/domain/letter';
import { PDF, type Tenant, type World, createWorld, postLetter, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const PRINTED = Buffer.from('%PDF-1.7 as it is printed');
const NOT_READY = v2Error(400, 'PDFNotReadyError', 'PDF not available yet, try again later');

const get = (id: string, app = world.app(), caller = tenant) =>
  request(app).get(`/v2/notifications/${id}/pdf`).set('Authorization', caller.authorization()).buffer(true);

async function letter(status: string, { prepared = true, stored = true } = {}): Promise<string> {
  const { id } = (await postLetter(world.app(), tenant)).body as { id: string };
  const key = `2026-01-05/${id}.PDF`;
  if (prepared && stored) await world.deps.objects.put(key, PRINTED, 'application/pdf');
  await world.sql('alter table letters disable trigger letters_move_forward');
  await world.sql('update letters set status = $2, sent_at = now() where id = $1', id, 'pending-virus-check');
  if (prepared)
    await world.sql(
      `update letters set print_key = $2, sha256 = repeat('0', 64), bytes = 1, sheets = 1 where id = $1`,
      id,
      key,
    );
  await world.sql('update letters set status = $2 where id = $1', id, status);
  await world.sql('alter table letters enable trigger letters_move_forward');
  return id;
}

describe('The PDF of a letter that is', () => {
  test.each([
    'created',
    'sending',
    'delivered',
    'returned-letter',
    'cancelled',
    'temporary-failure',
    'permanent-failure',
  ])('%s is the one that is printed', async (status) => {
    const answer = await get(await letter(status));
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(answer.headers['content-length']).toBe(String(PRINTED.length));
    expect(answer.body).toEqual(PRINTED);
  });

  test('validation-failed is the refused one, as it was sent', async () => {
    const answer = await get(await letter('validation-failed', { prepared: false }));
    expect([answer.status, answer.body]).toEqual([200, PDF]);
  });

  test('validation-failed comes with why, by name and in a sentence', async () => {
    const { id } = (await postLetter(world.app(), tenant)).body as { id: LetterId };
    const found = { pages: 3, pagesAtFault: [1, 3], because: null };
    await createLetterStore(world.owner).rejected(id, 'validation-failed', 'content-outside-printable-area', found);
    const { headers } = await get(id);
    expect(headers['postroom-failure']).toBe('content-outside-printable-area');
    expect(headers['postroom-failure-reason']).toMatch(/^Something stands .* on pages 1 and 3$/);
  });

  test.each([
    ['virus-scan-failed', v2Error(400, 'BadRequestError', 'File did not pass the virus scan')],
    ['technical-failure', v2Error(400, 'BadRequestError', 'PDF not available for letters in status technical-failure')],
    ['pending-virus-check', NOT_READY],
  ])('%s is refused', async (status, body) => {
    const answer = await get(await letter(status));
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/json']);
    expect(JSON.parse(answer.text)).toEqual(body);
  });

  test('cancelled before it had one is not ready', async () => {
    const answer = await get(await letter('cancelled', { prepared: false }));
    expect(JSON.parse(answer.text)).toEqual(NOT_READY);
  });

  test('created and not in the store is not ready', async () => {
    const answer = await get(await letter('created', { stored: false }));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, NOT_READY]);
  });

  test('created while the store cannot be reached is not ready, and somebody hears of it', async () => {
    const objects = { ...world.deps.objects, get: () => Promise.reject(new Error('the store is away')) };
    const answer = await get(await letter('created'), world.app({ objects }));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, NOT_READY]);
    expect(world.logged.at(-1)).toMatchObject({ level: 'error', msg: 'a PDF could not be read' });
  });
});

describe('There is no PDF', () => {
  test('Of an id that is no UUID', async () => {
    const answer = await get('1234');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      400,
      v2Error(400, 'ValidationError', 'notification_id is not a valid UUID'),
    ]);
  });

  test.each<[string, () => Promise<string>]>([
    ['an unknown letter', () => Promise.resolve(randomUUID())],
    ["another service's letter", () => letter('created')],
  ])('Of %s', async (which, idOf) => {
    const caller = which === 'an unknown letter' ? tenant : await world.tenant();
    const answer = await get(await idOf(), world.app(), caller);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([404, v2Error(404, 'NoResultFound', 'No result found')]);
  });
});
