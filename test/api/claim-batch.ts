import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { createRunStore } from '../../src/adapters/postgres/run-store';
import type { Batch } from '../../src/domain/batch';
import type { Day } from '../../src/domain/calendar';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { type LetterId, parseSha256 } from '../../src/domain/letter';
import { type World, postLetter } from './world';

let made = 0;

/** A batch of one letter, of a service of its own. */
export async function claimBatch(world: World): Promise<Batch> {
  const tenant = await world.tenant();
  const { id } = (await postLetter(world.app(), tenant)).body as { id: LetterId };
  const sha256 = parseSha256('0'.repeat(64));
  if (!sha256) throw new Error('a wrong fixture');
  made += 1;
  const printed = { printKey: `2026-01-05/${made}.PDF`, sha256, bytes: 9, pages: 2, sheets: 1 };
  await createLetterStore(world.owner).prepared(id, printed);
  const day = new Date(Date.UTC(2025, 0, made)).toISOString().slice(0, 10) as Day;
  const run = { day, cutOffAt: new Date('2027-01-01'), actor: 'alex', reason: 'a test' };
  const opened = await createRunStore(world.owner).openManual(run);
  const batch = await createBatchStore(world.owner).claimNext(opened, DEFAULT_LIMITS);
  if (!batch) throw new Error('nothing was claimed');
  return batch;
}
