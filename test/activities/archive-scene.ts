import { sql } from 'kysely';
import { acceptedMarkerKeyOf } from '../../src/domain/names';
import { londonDayOf } from '../../src/domain/calendar';
import type { NewPrecompiledLetter, NewTemplatedLetter, ServiceId } from '../../src/domain/letter';
import { aRun, aTemplatedLetter, anAcceptedLetter, answer } from './arrange';
import { LIMITS, type World, must, openWorld, run } from './world';

export const ADDRESS = 'CANARY ADDRESS 7 Elm Street';
export const REFERENCE = 'CANARY client reference of Ms Smith';
const DAY_MS = 86_400_000;

export const daysAfter = (days: number, from: Date) => new Date(from.getTime() + days * DAY_MS);

/** A world for each test, with what retention tests ask of it. */
export function openArchive() {
  let world: World;
  beforeEach(async () => void (world = await openWorld()));
  afterEach(() => world.close());

  async function keys(prefix = ''): Promise<string[]> {
    const found: string[] = [];
    for await (const { key } of world.objects.list(prefix)) found.push(key);
    return found;
  }

  return {
    world: () => world,
    keys,
    /** Every byte that is stored, as one text. */
    bucketText: async (): Promise<string> => {
      const bodies = await Promise.all((await keys()).map((key) => world.objects.get(key)));
      return [...(await keys()), ...bodies.map((body) => must(body).toString('latin1'))].join('\n');
    },
    /** An accepted letter with canaries in its PDF and its reference, and its marker, as the API leaves it. */
    aCanary: async (serviceId: ServiceId): Promise<NewPrecompiledLetter> => {
      const pdf = `pages=1 ${ADDRESS} ${Math.random()}`;
      const letter = await anAcceptedLetter(world, serviceId, { pdf, clientReference: REFERENCE });
      const key = acceptedMarkerKeyOf(londonDayOf(letter.createdAt), letter.id);
      await world.objects.put(key, Buffer.from(JSON.stringify(letter)), 'application/json');
      return letter;
    },
    /** A templated letter with canaries in its row, and its marker; cancelled at once. */
    aTemplatedCanary: async (serviceId: ServiceId): Promise<NewTemplatedLetter> => {
      const letter = await aTemplatedLetter(world, serviceId, {
        clientReference: REFERENCE,
        personalisation: { address_line_1: ADDRESS },
        addressLines: [ADDRESS],
      });
      const key = acceptedMarkerKeyOf(londonDayOf(letter.createdAt), letter.id);
      await world.objects.put(key, Buffer.from(JSON.stringify(letter)), 'application/json');
      await world.others.letters.withdraw(serviceId, letter.id, 'taken back');
      return letter;
    },
    retain: async (at: Date) => {
      world.setNow(at);
      const { letters } = await run(world.activities, 'eraseLetters', { at: at.toISOString() });
      const { zips } = await run(world.activities, 'eraseZips', undefined);
      return { letters, zips };
    },
    statusOf: async ({ id, serviceId }: Pick<NewPrecompiledLetter, 'id' | 'serviceId'>) =>
      (await world.letters.find(serviceId, id))?.status,
    /** Prepared, printed, acknowledged and answered; and when the last letter became final. */
    throughThePrinter: async (): Promise<Date> => {
      const { activities, tables } = world;
      for (const shard of [0, 1, 2, 3]) await run(activities, 'prepareLetters', { shard });
      const { id: batchId } = must(await world.batches.claimNext(await aRun(world), LIMITS));
      await run(activities, 'sealBatch', { batchId });
      const { temp } = (await run(activities, 'uploadTemp', { batchId })) as { temp: string };
      await run(activities, 'publishTemp', { batchId, temp });
      await run(activities, 'markSending', { batchId });
      const { rows } =
        await sql<NewPrecompiledLetter>`select id, reference from letters where status = 'sending'`.execute(tables);
      await answer(world, rows);
      const { rows: ends } = await sql<{ at: Date }>`select max(updated_at) as at from letters`.execute(tables);
      return must(ends[0]).at;
    },
  };
}
