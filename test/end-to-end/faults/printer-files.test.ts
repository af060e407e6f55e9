import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { scheduleIds } from '../../../src/contract';
import { eventually } from '../../support/eventually';
import type { LetterRow } from '../postroom-under-test';
import { type FaultWorld, PATIENCE, openFaultWorld } from './world';

/** The printer's response files are written here in its place; its acknowledgements are its own. */
describe("The printer's files", () => {
  let world: FaultWorld;
  let outbox = '';
  let minute = 10;

  beforeAll(async () => {
    world = await openFaultWorld();
    outbox = join(dirname(world.stack.state.printer.receivedLog), 'sftp', 'outbox');
    await world.printer.control({ robot: { responding: false } });
  }, 300_000);
  afterAll(() => world.end(), 180_000);

  const nextName = () => `NOTIFY-2026030218${(minute += 1)}00-RSP.TXT`;
  const sent = (letters: readonly LetterRow[], status = 'Sent') =>
    letters.map(({ reference }) => `${reference}|${status}|1|Unsorted\n`).join('');
  function put(text: string, name = nextName()): string {
    writeFileSync(join(outbox, name), text);
    return name;
  }
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const applied = (text: string) =>
    eventually(async () => (await filesOf(text)).find(({ state }) => state === 'applied'), PATIENCE);
  const filesOf = async (text: string) =>
    (
      await world.database.query<{ name: string; state: string }>(
        'select name, state from inbound_files where sha256 = $1',
        [sha256(text)],
      )
    ).rows;

  async function printed(count = 2): Promise<readonly LetterRow[]> {
    const letters = await world.letters(count);
    await world.startRun();
    return world.untilStatus(letters, 'sending', PATIENCE);
  }

  /** Each letter got its final status once, in its history as in what its service is told. */
  async function expectAnsweredOnce(letters: readonly LetterRow[]): Promise<void> {
    await world.expectPrintedOnce(letters);
    const events = await world.database.query<{ count: number }>(
      `select count(*)::int as count from letter_events where status = 'delivered' and letter_id = any ($1) group by letter_id`,
      [letters.map(({ id }) => id)],
    );
    expect(events.rows).toEqual(letters.map(() => ({ count: 1 })));
  }

  const ticketsAbout = async (kind: string, word: string) =>
    (await world.tickets()).filter((ticket) => ticket.kind === kind && ticket.message.includes(word));

  test('R1 a file that comes twice counts once', async () => {
    const letters = await printed();
    const text = sent(letters);
    const name = put(text);
    await applied(text);
    rmSync(join(outbox, name));
    await pause(2_500); // gone for more than a poll
    put(text, name);
    const again = nextName();
    const [other] = await Promise.all([printed(), pause(3_000)]);
    put(sent(other), again); // the polls go on beyond it
    await applied(sent(other));
    await expectAnsweredOnce([...letters, ...other]);
    expect(await filesOf(text)).toEqual([{ name, state: 'applied' }]);
  });

  test('R2 the same bytes under another name are the same file', async () => {
    const letters = await printed();
    const text = sent(letters);
    const [name, other] = [nextName(), nextName()];
    put(text, name);
    await applied(text);
    put(text, other);
    const marker = await printed();
    put(sent(marker));
    await applied(sent(marker));
    await expectAnsweredOnce([...letters, ...marker]);
    expect(existsSync(join(outbox, other))).toBe(true);
    expect(await filesOf(text)).toEqual([{ name, state: 'applied' }]);
  });

  test('R3 a file that still grows is left alone until it stands still', async () => {
    const letters = await printed(4);
    const text = sent(letters);
    const name = put('');
    for (const character of text.match(/.{1,24}|\n/gs) ?? []) {
      appendFileSync(join(outbox, name), character);
      await pause(600); // less than it must stand still
    }
    await applied(text);
    await expectAnsweredOnce(letters);
    const versions = await world.database.query('select 1 from inbound_files where name = $1', [name]);
    expect(versions.rowCount).toBe(1);
  });

  test('R4 answers that come before a late acknowledgement count; the batch closes when both are there', async () => {
    await world.printer.control({ robot: { acknowledging: false } });
    const letters = await printed();
    await pause(3_000);
    const text = sent(letters);
    put(text);
    await applied(text);
    await world.untilStatus(letters, 'delivered', PATIENCE);
    const [id = ''] = await world.batchesOf(letters);
    expect(await world.batch(id)).toMatchObject({ acknowledged_at: null });
    expect((await world.batch(id))['state']).not.toBe('closed');
    await world.printer.control({ robot: { acknowledging: true } });
    await expectAnsweredOnce(letters);
  });

  test('R5 an answer for a letter that was not sent yet is kept with a ticket, and applied once it was', async () => {
    const letters = await world.letters(2);
    const text = `${sent(letters)}AAAAAAAAAAAAAAAA|Sent|1|Unsorted\n`;
    const name = put(text);
    await applied(text);
    expect(await world.rows(letters)).toEqual(
      letters.map(() => expect.objectContaining({ status: 'created' }) as object),
    );
    expect(await ticketsAbout('inbound-lines-unapplied', name)).toHaveLength(1);
    await world.startRun();
    await world.untilStatus(letters, 'sending', PATIENCE);
    await world.temporal.schedule.getHandle(scheduleIds.stuckCheck).trigger();
    await expectAnsweredOnce(letters);
    // The reference that nobody knows is still somebody's question.
    expect(await ticketsAbout('inbound-lines-unapplied', name)).toEqual([expect.objectContaining({ closed_at: null })]);
  });

  test('R6 of lines that contradict each other the first counts, with a ticket', async () => {
    const letters = await printed();
    const text = sent(letters) + sent(letters, 'Failed');
    const name = put(text);
    await applied(text);
    const later = sent(letters, 'Failed');
    put(later);
    await applied(later);
    await expectAnsweredOnce(letters);
    expect(await ticketsAbout('inbound-lines-conflicting', name)).toHaveLength(1);
  });

  test('R7 two files at once for the same letters count once', async () => {
    const letters = await printed(6);
    const [one, two] = [sent(letters), sent([...letters].reverse())];
    put(one);
    put(two);
    await Promise.all([applied(one), applied(two)]);
    await expectAnsweredOnce(letters);
  });

  test("the printer's log shows each letter with a 201 exactly once", async () => {
    expect(await world.findings()).toEqual([]);
  });
});
