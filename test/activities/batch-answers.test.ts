import { sql } from 'kysely';
import { failureTypes, ticketKeys } from '../../src/contract';
import { aBatch, aSealedBatch, anUploadedBatch, answer, force, openTickets, rowOf } from './arrange';
import { type World, must, openWorld, run } from './world';

const PUBLISHED_AT = new Date('2026-03-02T18:00:00.000Z');

describe('A batch after publishing', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  async function aPublishedBatch(letters = 3) {
    world.setNow(PUBLISHED_AT);
    const uploaded = await anUploadedBatch(world, { letters });
    await run(world.activities, 'publishTemp', uploaded);
    return { ...uploaded, input: { batchId: uploaded.batchId } };
  }

  async function aSentBatch(letters = 3) {
    const published = await aPublishedBatch(letters);
    await run(world.activities, 'markSending', published.input);
    return published;
  }

  type Published = Awaited<ReturnType<typeof aPublishedBatch>>;
  const acknowledge = async ({ batch }: Published) =>
    world.batches.acknowledge({ zipName: must(batch.zip).zipName, at: new Date('2026-03-02T18:30:00.000Z') });

  it('Row 5: letters stay created until the zip is published, then all become sending with its one instant', async () => {
    const { input, letters } = await aPublishedBatch();
    const statuses = () => Promise.all(letters.map(({ serviceId, id }) => world.letters.find(serviceId, id)));
    expect((await statuses()).map((letter) => letter?.status)).toEqual(['created', 'created', 'created']);
    world.setNow(new Date('2026-03-02T19:00:00.000Z'));
    expect(await run(world.activities, 'markSending', input)).toEqual({ kind: 'sent' });
    for (const letter of await statuses()) expect(letter).toMatchObject({ status: 'sending', sentAt: PUBLISHED_AT });
    expect(await run(world.activities, 'markSending', input)).toEqual({ kind: 'sent' });
    expect(await world.letters.events(must(letters[0]).id)).toHaveLength(3);
  });

  it('Two attempts at once mark each letter once', async () => {
    const { input, letters } = await aPublishedBatch(20);
    const attempts = [1, 2].map(() => run(world.activities, 'markSending', input));
    expect(await Promise.all(attempts)).toEqual([{ kind: 'sent' }, { kind: 'sent' }]);
    for (const { id } of letters) expect(await world.letters.events(id)).toHaveLength(3);
  });

  it('A letter that was answered before it was marked does not hold the batch back', async () => {
    const { input, letters } = await aPublishedBatch();
    await answer(world, letters.slice(0, 1));
    expect(await run(world.activities, 'markSending', input)).toEqual({ kind: 'sent' });
    expect(await run(world.activities, 'readBatch', input)).toMatchObject({ state: 'sent', outstanding: 2 });
  });

  it('A letter that cannot be marked parks the batch: every printed letter must be accounted for', async () => {
    const { input, batchId } = await aPublishedBatch();
    const letter = sql`select id from letters where batch_id = ${batchId} limit 1`;
    await force(world, sql`update letters set status = 'technical-failure', failure = 'forced' where id = (${letter})`);
    const parked = { kind: 'parked', reason: 'marking-incomplete' };
    expect(await run(world.activities, 'markSending', input)).toEqual(parked);
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'published', parkedReason: 'marking-incomplete' });
  });

  it('Letters of a batch that is not published are not marked', async () => {
    const { batchId } = await aSealedBatch(world);
    await expect(run(world.activities, 'markSending', { batchId })).rejects.toMatchObject({ type: failureTypes.final });
  });

  it('Its row tells all that its workflow needs, with the deadline of the next working day', async () => {
    const { input, batch, batchId } = await aSentBatch();
    expect(await run(world.activities, 'readBatch', input)).toEqual({
      batchId,
      serviceId: batch.serviceId,
      day: '2026-03-02',
      state: 'sent',
      held: false,
      lastAct: null,
      parkedReason: null,
      letters: 3,
      bytes: must(batch.zip).bytes,
      zipName: must(batch.zip).zipName,
      publishedAt: PUBLISHED_AT.toISOString(),
      acknowledgedAt: null,
      outstanding: 3,
      dueAt: '2026-03-03T16:30:00.000Z',
    });
  });

  it('A claimed one has no zip and no deadline yet', async () => {
    const { batchId, batch } = await aBatch(world);
    expect(await run(world.activities, 'readBatch', { batchId })).toMatchObject({
      state: 'claimed',
      bytes: batch.pdfBytes,
      zipName: null,
      publishedAt: null,
      outstanding: 0,
      dueAt: null,
    });
  });

  it('A calendar that ends before its deadline is refused with words that say what to do', async () => {
    const { input } = await aSentBatch();
    const calendar = {
      holidays: new Set<never>(),
      firstKnown: '2026-01-01' as never,
      lastKnown: '2026-03-02' as never,
    };
    const activities = world.activitiesOn(world.ports, { calendar });
    await expect(run(activities, 'readBatch', input)).rejects.toMatchObject({
      type: failureTypes.final,
      message: 'The calendar of bank holidays knows 2026-01-01 to 2026-03-02: refresh it, then retry',
    });
  });

  it('Acknowledged and then answered, it settles step by step and closes', async () => {
    const sent = await aSentBatch();
    expect(await run(world.activities, 'settleBatch', sent.input)).toMatchObject({ state: 'sent' });
    await acknowledge(sent);
    expect(await run(world.activities, 'settleBatch', sent.input)).toMatchObject({ state: 'acknowledged' });
    await answer(world, sent.letters);
    expect(await run(world.activities, 'settleBatch', sent.input)).toMatchObject({ state: 'answered', outstanding: 0 });
    expect(await run(world.activities, 'closeBatch', sent.input)).toMatchObject({ state: 'closed' });
    expect(await run(world.activities, 'closeBatch', sent.input)).toMatchObject({ state: 'closed' });
    expect(await run(world.activities, 'settleBatch', sent.input)).toMatchObject({ state: 'closed' });
  });

  it('Answered before it is acknowledged, it still remembers the acknowledgement', async () => {
    const sent = await aSentBatch();
    await answer(world, sent.letters);
    expect(await run(world.activities, 'settleBatch', sent.input)).toMatchObject({ state: 'answered' });
    await acknowledge(sent);
    expect(await run(world.activities, 'settleBatch', sent.input)).toMatchObject({
      state: 'answered',
      acknowledgedAt: '2026-03-02T18:30:00.000Z',
    });
  });

  it('Closed at its deadline, it keeps count of the letters outstanding', async () => {
    const sent = await aSentBatch();
    expect(await run(world.activities, 'closeBatch', sent.input)).toMatchObject({ state: 'closed', outstanding: 3 });
  });

  it('A batch that is not sent is not closed', async () => {
    const { input } = await aPublishedBatch();
    expect(await run(world.activities, 'closeBatch', input)).toMatchObject({ state: 'published' });
  });

  it('A parked one has one ticket; once it goes on, ticket and reason are gone', async () => {
    const { batchId } = await aBatch(world);
    await world.batches.park(batchId, 'zip-differs');
    const ticket = { batchId, kind: 'batch-parked' } as const;
    await run(world.activities, 'raiseBatchTicket', { ...ticket, detail: 'zip-differs' });
    await run(world.activities, 'raiseBatchTicket', { ...ticket, detail: 'zip-differs' });
    const key = ticketKeys.batch('batch-parked', batchId);
    expect((await openTickets(world, key)).map(({ message }) => message)).toEqual([
      `Batch ${batchId}: zip-differs. Look at it with \`postroom batch show ${batchId}\`.`,
    ]);
    await run(world.activities, 'resolveBatchTicket', ticket);
    expect(await openTickets(world, key)).toEqual([]);
    expect(await rowOf(world, batchId)).toMatchObject({ parkedReason: null });
  });

  it('The end of a slow transfer does not hide that the batch is parked', async () => {
    const { batchId } = await aBatch(world);
    await world.batches.park(batchId, 'zip-differs');
    const ticket = { batchId, kind: 'transfer-failing' } as const;
    await run(world.activities, 'raiseBatchTicket', {
      ...ticket,
      detail: 'Not done after 30 minutes; it goes on trying.',
    });
    await run(world.activities, 'resolveBatchTicket', ticket);
    expect(await openTickets(world, ticketKeys.batch('transfer-failing', batchId))).toEqual([]);
    expect(await rowOf(world, batchId)).toMatchObject({ parkedReason: 'zip-differs' });
  });

  it('Batches that are not over are listed in pages, whatever run they are of', async () => {
    const all = await run(world.activities, 'openBatches', { after: null });
    expect(all.length).toBeGreaterThan(2);
    const [first] = all;
    expect(await run(world.activities, 'openBatches', { after: must(first) })).toEqual(all.slice(1));
    for (const batchId of all) expect((await rowOf(world, batchId)).state).not.toBe('closed');
  });
});
