import { sql } from 'kysely';
import { sha256Of } from '../../src/activities/digest';
import { failureTypes } from '../../src/contract';
import { addDays } from '../../src/domain/calendar';
import { manifestKeyOf } from '../../src/domain/names';
import { type UploadedBatch, anUploadedBatch, force, rowOf } from './arrange';
import { sendUntilDone } from './publish';
import { DAY, type World, must, openWorld, run } from './world';

describe('Publishing a zip', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const publish = ({ batchId, temp }: Pick<UploadedBatch, 'batchId' | 'temp'>) =>
    run(world.activities, 'publishTemp', { batchId, temp });
  const timesInInbox = async ({ batch: { zip } }: UploadedBatch): Promise<number> =>
    (await world.inbox()).filter((name) => name === must(zip).zipName).length;

  describe('stops for a person', () => {
    let day = addDays(DAY, 7);
    beforeEach(() => void (day = addDays(day, 1))); // a strange manifest shuts its whole day

    it('when the staged file is gone with a manifest but without an issued rename', async () => {
      const uploaded = await anUploadedBatch(world, { day });
      const { batchId, temp } = uploaded;
      await world.batches.recordIntent(batchId, temp);
      await world.objects.put(manifestKeyOf(day, batchId, temp), Buffer.from('{}'), 'application/json');
      await world.printer.removeTemp(temp);
      expect(await publish(uploaded)).toEqual({ kind: 'parked', reason: 'temp-gone-before-rename' });
      expect(await rowOf(world, batchId)).toMatchObject({ temp, parkedReason: 'temp-gone-before-rename' });
    });

    it.each([
      ['of a batch that Postgres does not know', (own: UploadedBatch) => own.batchId.replace(/\.00\d\./, '.099.')],
      ['of this batch with another file', (own: UploadedBatch) => own.batchId],
    ])('when there is a manifest %s', async (_title, nameOf) => {
      const uploaded = await anUploadedBatch(world, { day });
      const strange = nameOf(uploaded) as UploadedBatch['batchId'];
      await world.objects.put(manifestKeyOf(day, strange, '.x.part'), Buffer.from('{}'), 'application/json');
      expect(await publish(uploaded)).toEqual({ kind: 'parked', reason: 'unknown-manifest' });
      expect(await timesInInbox(uploaded)).toBe(0);
      expect(await rowOf(world, uploaded.batchId)).toMatchObject({ renameIssuedAt: null });
    });

    it('when Postgres has forgotten the intent of a zip that was published', async () => {
      const uploaded = await anUploadedBatch(world, { day });
      await publish(uploaded);
      await sql`
        update batches set state = 'uploaded', temp = null, intent_at = null, rename_issued_at = null, published_at = null
        where id = ${uploaded.batchId}
      `.execute(world.tables);
      expect(await publish(uploaded)).toEqual({ kind: 'parked', reason: 'unknown-manifest' });
      expect(await sendUntilDone(world.activities, uploaded.batchId)).toBe('parked');
      expect(await timesInInbox(uploaded)).toBe(1);
    });
  });

  describe('refuses for good', () => {
    const spoil = async (uploaded: UploadedBatch, change: ReturnType<typeof sql>) => {
      await force(world, change);
      await expect(publish(uploaded)).rejects.toMatchObject({ type: failureTypes.final, nonRetryable: true });
      expect(await timesInInbox(uploaded)).toBe(0);
      expect(await rowOf(world, uploaded.batchId)).toMatchObject({ temp: null });
    };

    it('a letter that stands in another batch (I2)', async () => {
      const [uploaded, other] = [await anUploadedBatch(world), await anUploadedBatch(world)];
      const id = must(uploaded.letters[0]).id;
      await spoil(uploaded, sql`update letters set batch_id = ${other.batchId} where id = ${id}`);
    });

    it('a letter that is no longer the one that was sealed (I3)', async () => {
      const uploaded = await anUploadedBatch(world);
      const id = must(uploaded.letters[0]).id;
      await spoil(uploaded, sql`update letters set sha256 = ${sha256Of('other')} where id = ${id}`);
    });

    it('a letter that left the batch after sealing (I2)', async () => {
      const uploaded = await anUploadedBatch(world);
      const id = must(uploaded.letters[0]).id;
      await spoil(uploaded, sql`update batch_letters set dropped_at = now() where letter_id = ${id}`);
    });

    it('a letter of another class (I4)', async () => {
      const uploaded = await anUploadedBatch(world);
      const id = must(uploaded.letters[0]).id;
      await spoil(uploaded, sql`update letters set postage = 'first' where id = ${id}`);
    });
  });
});
