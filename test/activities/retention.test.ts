import { sql } from 'kysely';
import { LETTER_STATUSES, type LetterStatus, type NewLetter, isFinal } from '../../src/domain/letter';
import { zipKeyOf } from '../../src/domain/names';
import { dumpOf } from '../support/dump';
import { ADDRESS, REFERENCE, daysAfter, openArchive } from './archive-scene';
import { aCreatedLetter, aService, anAcceptedLetter, anUploadedBatch, force, rowOf } from './arrange';
import { DAY, must, run } from './world';

const { world, keys, bucketText, aCanary, aTemplatedCanary, retain, statusOf, throughThePrinter } = openArchive();

describe('Seven days after its final status', () => {
  it('No copy of a letter is left in bucket or database; before that all of them are', async () => {
    const service = await aService(world());
    for (let made = 0; made < 3; made += 1) await aCanary(service);
    const rejected = await aCanary(service);
    await world().letters.rejected(rejected.id, 'validation-failed', 'letter-too-long');
    const templated = await aTemplatedCanary(service);
    const endedAt = await throughThePrinter();

    expect(await retain(daysAfter(6.99, endedAt))).toMatchObject({ zips: 0 });
    expect(await bucketText()).toContain(ADDRESS);
    expect(await bucketText()).toContain(REFERENCE);
    const before = await dumpOf(world().url);
    expect(before).toMatch(/^-- (by pg_dump|row by row)/);
    for (const canary of [ADDRESS, REFERENCE]) expect(before).toContain(canary);

    const done = await retain(daysAfter(7.01, endedAt));
    expect(done.zips).toBe(1);
    const [bucket, dump] = [await bucketText(), await dumpOf(world().url)];
    for (const canary of [ADDRESS, REFERENCE, 'CANARY']) {
      expect(bucket).not.toContain(canary);
      expect(dump).not.toContain(canary);
    }
    for (const letter of [rejected, templated]) expect(await statusOf(letter)).toBeUndefined();
    // The ledger, the manifests, the lists of what was sent and the printer's files stay: ids, hashes and references.
    expect(dump).toContain(rejected.reference);
    for (const prefix of ['manifests/', 'sent/', 'inbound/', `${DAY}/zips_sent/`])
      expect(await keys(prefix)).toHaveLength(1);
    for (const prefix of ['incoming/', 'accepted/', 'zips/']) expect(await keys(prefix)).toEqual([]);
    expect(await keys(`${DAY}/`)).toEqual(await keys(`${DAY}/zips_sent/`));
    expect(await retain(daysAfter(8, endedAt))).toEqual({ letters: 0, zips: 0 });
  });

  it('A letter cancelled while it was prepared leaves no print PDF behind that its row does not know', async () => {
    const service = await aService(world());
    const letter = await aCreatedLetter(world(), service);
    await force(
      world(),
      sql`update letters set status = 'cancelled', print_key = null, sha256 = null, bytes = null,
      sheets = null, updated_at = created_at`,
    );
    const abroad = letter.printKey.replace('.D.2.C.', '.D.E.C.'); // its address was read, and not yet written down
    await world().objects.put(abroad, Buffer.from('a letter abroad'), 'application/pdf');
    for (const key of [letter.printKey, abroad]) expect(await keys(key)).toHaveLength(1);
    await retain(daysAfter(8, letter.createdAt));
    for (const key of [letter.printKey, abroad]) expect(await keys(key)).toEqual([]);
  });

  it('Each service may have its own number of days', async () => {
    const made: NewLetter[] = [];
    for (const retentionDays of [3, 7, 90]) {
      const { id } = await world().others.services.create({ name: 'Passports', live: true, retentionDays });
      const letter = await anAcceptedLetter(world(), id);
      await world().letters.rejected(letter.id, 'validation-failed', 'letter-too-long');
      made.push(letter);
    }
    const endedAt = new Date();
    const gone = async () => Promise.all(made.map(async (letter) => (await statusOf(letter)) === undefined));
    await retain(daysAfter(3.01, endedAt));
    expect(await gone()).toEqual([true, false, false]);
    await retain(daysAfter(7.01, endedAt));
    expect(await gone()).toEqual([true, true, false]);
    await retain(daysAfter(90.01, endedAt));
    expect(await gone()).toEqual([true, true, true]);
  });
});

describe('What is never erased', () => {
  it.each(LETTER_STATUSES)(
    'A letter that is %s for a year is erased only if that is final',
    async (status: LetterStatus) => {
      const letter = await aCreatedLetter(world(), await aService(world()));
      await force(world(), sql`update letters set status = ${status}, sent_at = created_at, updated_at = created_at`);
      await retain(daysAfter(365, letter.createdAt));
      expect((await statusOf(letter)) === undefined).toBe(isFinal(status));
      expect(await keys(letter.incomingKey)).toHaveLength(isFinal(status) ? 0 : 1);
      expect(await keys(letter.printKey)).toHaveLength(isFinal(status) ? 0 : 1);
    },
  );

  it('A zip of which one letter is still sending, or was released to wait for another run', async () => {
    const { batchId, letters, batch } = await anUploadedBatch(world());
    const last = must(letters.at(-1));
    await force(world(), sql`update letters set status = 'delivered', updated_at = created_at where id <> ${last.id}`);
    await retain(daysAfter(100, last.createdAt));
    expect(await keys('zips/')).toEqual([zipKeyOf(batch.day, must(batch.zip).zipName)]);
    await force(world(), sql`update batch_letters set released_at = now() where letter_id = ${last.id}`);
    await force(world(), sql`update letters set batch_id = null where id = ${last.id}`);
    await retain(daysAfter(101, last.createdAt));
    expect(await keys('zips/')).toHaveLength(1);
    await force(world(), sql`update letters set status = 'delivered', updated_at = created_at where id = ${last.id}`);
    await retain(daysAfter(102, last.createdAt));
    expect(await keys('zips/')).toEqual([]);
    expect((await rowOf(world(), batchId)).zip).not.toBeNull();
  });

  it('A letter ahead of its time, whatever instant an operator gives', async () => {
    const letter = await anAcceptedLetter(world(), await aService(world()));
    await world().letters.rejected(letter.id, 'validation-failed', 'letter-too-long');
    world().setNow(new Date());
    expect(await run(world().activities, 'eraseLetters', { at: '2099-01-01T00:00:00.000Z' })).toEqual({ letters: 0 });
    expect(await statusOf(letter)).toBe('validation-failed');
  });
});
