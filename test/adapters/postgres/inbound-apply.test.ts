import { sql } from 'kysely';
import { findBrokenEvent } from '../../../src/adapters/postgres/event-chain';
import type { NewLetter } from '../../../src/domain/letter';
import { NAMED_AT, aLine, type InboundScene, openInboundScene } from './inbound-scene';
import { PUBLISHED_AT, aLetter, aService, published, withIntent } from './world';

let scene: InboundScene;
beforeAll(async () => {
  scene = await openInboundScene();
});
afterAll(() => scene.close());

describe('Row 6: what the printer sent is delivered, what it could not send is a temporary failure', () => {
  test('Each letter gets the status of its line, with an event that names file and line', async () => {
    const { batch, letters } = await scene.aSentBatch(3);
    const [sent, failed, silent] = letters as [NewLetter, NewLetter, NewLetter];
    const sha256 = await scene.aResponse(aLine(1, sent.reference), aLine(2, failed.reference, 'temporary-failure'));
    expect(await scene.applyAll(sha256)).toEqual([
      {
        lines: 2,
        unapplied: 0,
        finished: [
          { reference: sent.reference, status: 'delivered' },
          { reference: failed.reference, status: 'temporary-failure' },
        ],
        sheetMismatches: [],
      },
    ]);
    expect(await scene.statusesOf([sent, failed, silent])).toEqual(['delivered', 'temporary-failure', 'sending']);
    const events = await scene.world.letters.events(failed.id);
    expect(events.at(-1)).toMatchObject({ actor: 'inbound-file', detail: 'NOTIFY-20260303091500-RSP.TXT:2' });
    expect(findBrokenEvent(failed.id, events)).toBeUndefined();
    expect(await scene.letter(sent.id)).toMatchObject({ sentAt: PUBLISHED_AT });
    expect(await scene.world.batches.countOutstanding(batch.id)).toBe(1);
  });

  test('A service with an endpoint is told of each answer', async () => {
    const listening = await aService(scene.world);
    await sql`
      insert into callback_endpoints values (${listening}, 'https://service.example', 'sealed', '{delivered,temporary-failure}')
    `.execute(scene.world.db);
    const { letters } = await scene.aSentBatch(2, listening);
    const lines = letters.map(({ reference }, index) =>
      aLine(index + 1, reference, index === 0 ? 'delivered' : 'temporary-failure'),
    );
    await scene.applyAll(await scene.aResponse(...lines));
    const rows = await scene.world.db.selectFrom('callbacks').select(['letter_id', 'sequence', 'status']).execute();
    expect(rows.filter((row) => letters.some(({ id }) => id === row.letter_id))).toEqual(
      expect.arrayContaining([
        { letter_id: letters[0]?.id, sequence: 4, status: 'delivered' },
        { letter_id: letters[1]?.id, sequence: 4, status: 'temporary-failure' },
      ]),
    );
  });

  test('An answer quicker than our marking makes the letter sending and final at once, with the instant of publishing', async () => {
    const { batch, letters } = await scene.aBatch(1);
    const [letter] = letters as [NewLetter];
    await published(scene.worker, batch);
    await scene.applyAll(await scene.aResponse(aLine(1, letter.reference)));
    const events = await scene.world.letters.events(letter.id);
    expect(events.map(({ status }) => status)).toEqual(['pending-virus-check', 'created', 'sending', 'delivered']);
    expect(findBrokenEvent(letter.id, events)).toBeUndefined();
    expect(await scene.letter(letter.id)).toMatchObject({ status: 'delivered', sentAt: PUBLISHED_AT });
    expect(await scene.worker.batches.markSending(batch.id, 10)).toBe(0);
  });

  test('An answer quicker than the record of publishing takes the instant of the file', async () => {
    const { batch, letters } = await scene.aBatch(1);
    const [letter] = letters as [NewLetter];
    await withIntent(scene.worker, batch);
    await scene.applyAll(await scene.aResponse(aLine(1, letter.reference, 'temporary-failure')));
    expect(await scene.letter(letter.id)).toMatchObject({
      status: 'temporary-failure',
      sentAt: NAMED_AT,
    });
  });

  test('A page count that differs is reported, and the status applied all the same', async () => {
    const { letters } = await scene.aSentBatch(1);
    const [letter] = letters as [NewLetter];
    const sha256 = await scene.aResponse(aLine(1, letter.reference, 'delivered', 7));
    const [chunk] = await scene.applyAll(sha256);
    expect(chunk?.sheetMismatches).toEqual([{ reference: letter.reference, sheets: 1, pages: 7 }]);
    expect(await scene.statusesOf([letter])).toEqual(['delivered']);
    expect(await scene.inbound.summary(sha256)).toMatchObject({ sheetMismatches: 1 });
  });

  test('Unknown references and letters without an intent stay unapplied, and the rest goes on', async () => {
    const { letters: unsent } = await scene.aBatch(1);
    const { letters } = await scene.aSentBatch(1);
    const unclaimed = aLetter(scene.service);
    await scene.world.letters.accept(unclaimed);
    const lines = ['NOTONEOFOURS', unsent[0]?.reference, unclaimed.reference, letters[0]?.reference];
    const sha256 = await scene.aResponse(...lines.map((reference, index) => aLine(index + 1, reference ?? '')));
    await scene.applyAll(sha256);
    expect(await scene.outcomesOf(sha256)).toEqual({ delivered: 1, 'no-intent': 2, 'unknown-reference': 1 });
    expect(await scene.statusesOf([...unsent, ...letters, unclaimed])).toEqual([
      'created',
      'delivered',
      'pending-virus-check',
    ]);
    const { rows } = await sql`
      select line, applied_at is not null as applied from inbound_lines join inbound_files on id = file_id
      where sha256 = ${sha256} order by line
    `.execute(scene.world.db);
    expect(rows.map((row) => (row as { applied: boolean }).applied)).toEqual([false, false, false, true]);
  });

  test('A letter that a file names twice has its first answer, within a chunk and across chunks', async () => {
    const { letters } = await scene.aSentBatch(2);
    const [one, two] = letters as [NewLetter, NewLetter];
    const sha256 = await scene.aResponse(
      aLine(1, one.reference),
      aLine(2, one.reference, 'temporary-failure'),
      aLine(3, two.reference, 'temporary-failure'),
      aLine(4, one.reference),
      aLine(5, two.reference, 'delivered'),
    );
    await scene.applyAll(sha256, 2);
    expect(await scene.statusesOf(letters)).toEqual(['delivered', 'temporary-failure']);
    expect(await scene.outcomesOf(sha256)).toEqual({ delivered: 1, failed: 1, repeated: 1, conflicting: 2 });
  });

  test('A letter that is final keeps its status when another file names it', async () => {
    const { letters } = await scene.aSentBatch(1);
    const [letter] = letters as [NewLetter];
    await scene.applyAll(await scene.aResponse(aLine(1, letter.reference)));
    const sha256 = await scene.aResponse(aLine(1, letter.reference, 'temporary-failure'));
    await scene.applyAll(sha256);
    expect(await scene.statusesOf(letters)).toEqual(['delivered']);
    expect(await scene.outcomesOf(sha256)).toEqual({ 'already-final': 1 });
    expect(await scene.world.letters.events(letter.id)).toHaveLength(4);
  });
});

test('Row 7: the whole file is processed, and its summary names the first hundred letters that failed', async () => {
  const { batch, letters } = await scene.aSentBatch(130);
  const lines = letters.map(({ reference }, index) =>
    aLine(index + 1, reference, index < 120 ? 'temporary-failure' : 'delivered'),
  );
  const sha256 = await scene.aResponse(...lines);
  await scene.applyAll(sha256, 50);
  const summary = await scene.inbound.summary(sha256);
  expect(summary.outcomes).toEqual({ failed: 120, delivered: 10 });
  expect(summary.failedReferences).toEqual(letters.slice(0, 100).map(({ reference }) => reference));
  expect(summary.batches).toEqual([batch.id]);
});
