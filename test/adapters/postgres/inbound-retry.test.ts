import { sql } from 'kysely';
import { findBrokenEvent } from '../../../src/adapters/postgres/event-chain';
import type { NewLetter, Sha256 } from '../../../src/domain/letter';
import type { NumberedResponseLine } from '../../../src/domain/response-file';
import { aLine, type InboundScene, openInboundScene } from './inbound-scene';
import { aCreatedLetter, aLetter, published } from './world';

let scene: InboundScene;
beforeAll(async () => {
  scene = await openInboundScene();
});
afterAll(() => scene.close());
afterEach(() => sql`update inbound_lines set applied_at = now()`.execute(scene.world.db));

/** Applied for the first time, as its workflow leaves it. */
async function anAppliedResponse(...lines: readonly NumberedResponseLine[]): Promise<Sha256> {
  const sha256 = await scene.aResponse(...lines);
  await scene.applyAll(sha256);
  await scene.inbound.finish(sha256, 'applied', '{}');
  return sha256;
}
const soon = () => new Date(Date.now() + 60_000);
const retry = async (triedBefore = soon(), limit = 1_000) => scene.inbound.retryUnapplied(triedBefore, limit);

describe('Lines that could not be applied when they came', () => {
  test('Are applied once their batch is sent, and are not taken for a repetition of themselves', async () => {
    const { batch, letters } = await scene.aBatch(2);
    const [sent, failed] = letters as [NewLetter, NewLetter];
    const sha256 = await anAppliedResponse(aLine(1, sent.reference), aLine(2, failed.reference, 'temporary-failure'));
    expect(await scene.outcomesOf(sha256)).toEqual({ 'no-intent': 2 });
    expect(await retry()).toMatchObject([{ sha256, lines: 2, unapplied: 2 }]);
    expect(await scene.inbound.retried(10)).toEqual([]);

    await published(scene.worker, batch);
    expect(await retry()).toMatchObject([{ sha256, lines: 2, unapplied: 0, finished: [{}, {}] }]);
    expect(await scene.outcomesOf(sha256)).toEqual({ delivered: 1, failed: 1 });
    expect(await scene.statusesOf([sent, failed])).toEqual(['delivered', 'temporary-failure']);
    expect(findBrokenEvent(sent.id, await scene.world.letters.events(sent.id))).toBeUndefined();
    const [told] = await scene.inbound.retried(10);
    expect(told).toMatchObject({ sha256, failed: 1, failedReferences: [failed.reference], batches: [batch.id] });
    expect(await retry()).toEqual([]);
  });

  test('Of a letter whose row comes later are applied when it is there', async () => {
    const letter = aLetter(scene.service);
    const sha256 = await anAppliedResponse(aLine(1, letter.reference));
    expect(await scene.outcomesOf(sha256)).toEqual({ 'unknown-reference': 1 });
    await aCreatedLetter(scene.world, scene.service, letter);
    await retry();
    expect(await scene.outcomesOf(sha256)).toEqual({ 'no-intent': 1 });
  });

  test('Keep their order: of two outcomes in one file the first counts, however late', async () => {
    const { batch, letters } = await scene.aBatch(1);
    const [letter] = letters as [NewLetter];
    const sha256 = await anAppliedResponse(
      aLine(1, letter.reference),
      aLine(2, letter.reference, 'temporary-failure'),
      aLine(3, letter.reference),
    );
    expect(await scene.outcomesOf(sha256)).toEqual({ 'no-intent': 1, conflicting: 1, repeated: 1 });
    await published(scene.worker, batch);
    await retry();
    expect(await scene.outcomesOf(sha256)).toEqual({ delivered: 1, conflicting: 1, repeated: 1 });
    expect(await scene.statusesOf([letter])).toEqual(['delivered']);
  });

  test('Of two attempts at once one applies each line', async () => {
    const { batch, letters } = await scene.aBatch(40);
    const sha256 = await anAppliedResponse(...letters.map(({ reference }, index) => aLine(index + 1, reference)));
    await published(scene.worker, batch);
    const both = (await Promise.all([retry(), retry()])).flat();
    expect(both.reduce((sum, { lines, unapplied }) => sum + lines - unapplied, 0)).toBe(40);
    expect(await scene.outcomesOf(sha256)).toEqual({ delivered: 40 });
    for (const { id } of letters) expect(await scene.world.letters.events(id)).toHaveLength(4);
  });

  test('Take turns, the longest untried first, and each once before an instant', async () => {
    const sha256 = await anAppliedResponse(...['ONE', 'TWO', 'SIX'].map((reference, at) => aLine(at + 1, reference)));
    const before = await scene.world.db
      .selectFrom('inbound_lines')
      .select(sql<Date>`now()`.as('now'))
      .executeTakeFirstOrThrow();
    const tried: number[] = [];
    for (let page = await retry(before.now, 2); page.length > 0; page = await retry(before.now, 2)) {
      tried.push(...page.map(({ lines }) => lines));
    }
    expect(tried).toEqual([2, 1]);
    expect(await scene.outcomesOf(sha256)).toEqual({ 'unknown-reference': 3 });
  });

  test('Are left to the workflow of a file that is still being applied', async () => {
    const sha256 = await scene.aResponse(aLine(1, 'NOBODY'));
    await scene.applyAll(sha256);
    expect(await retry()).toEqual([]);
    await scene.inbound.finish(sha256, 'applied', '{}');
    expect(await retry()).toMatchObject([{ sha256 }]);
  });

  test('A report that another retry has overtaken does not swallow what that one applied', async () => {
    const [one, two] = [await scene.aBatch(1), await scene.aBatch(1)];
    const references = [one, two].map(({ letters }) => letters[0]?.reference ?? '');
    const sha256 = await anAppliedResponse(...references.map((reference, at) => aLine(at + 1, reference)));
    await published(scene.worker, one.batch);
    await retry();
    const find = async () => (await scene.inbound.retried(100)).find((file) => file.sha256 === sha256);
    const first = await find();
    await published(scene.worker, two.batch);
    await retry();
    expect(first && (await scene.inbound.reported(first, '{}'))).toBe(false);
    const second = await find();
    expect(second).toMatchObject({ since: first?.since, batches: [one.batch.id, two.batch.id] });
    expect(second && (await scene.inbound.reported(second, '{"delivered":2}'))).toBe(true);
    expect(await find()).toBeUndefined();
    expect(await scene.inbound.find(sha256)).toMatchObject({ detail: '{"delivered":2}' });
  });
});

test('A backlog of a hundred thousand lines costs a page no more than its page', async () => {
  const sha256 = await anAppliedResponse(aLine(1, 'FIRST'));
  await sql`
    insert into inbound_lines (file_id, line, reference, status, pages, cost_threshold, outcome, tried_at)
    select id, n, 'UNKNOWN' || n, 'delivered', 1, 'sorted', 'unknown-reference', now()
    from inbound_files, generate_series(2, 100000) as n where sha256 = ${sha256}
  `.execute(scene.world.db);
  await sql`analyze inbound_lines`.execute(scene.world.db);
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select line from inbound_lines
    where tried_at < ${soon()} and applied_at is null order by tried_at, file_id, line limit 1000
  `.execute(scene.world.db);
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index.*inbound_lines_unapplied/);
  expect(await retry()).toMatchObject([{ lines: 1_000, unapplied: 1_000 }]);
});
