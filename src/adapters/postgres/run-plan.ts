/** What a run would do, read in one read-only snapshot. Statuses stand as literals where a partial index is to serve the query. */
import { type RawBuilder, sql } from 'kysely';
import type { BatchLimits } from '../../domain/grouping';
import {
  type LeftOut,
  type LeftOutLetter,
  NAMED,
  type ReadyLetter,
  type RunPlan,
  createPlanner,
} from '../../domain/run-plan';
import { CLAIMABLE } from './batch-claim';
import { createHoldStore } from './hold-store';
import { WAITS_FOR_PREPARE } from './letters-to-prepare';
import type { Database } from './schema';

const PAGE = 5_000;

/** The next page in claim order, by the index `letters_to_claim`. */
export const pageAfter = (
  after: Pick<ReadyLetter, 'serviceId' | 'postage' | 'createdAt' | 'id'> | undefined,
) => sql<ReadyLetter>`
    select id, reference, service_id as "serviceId", postage, bytes, sha256, print_key as "printKey", created_at as "createdAt"
    from letters
    where ${CLAIMABLE} and ${
      after
        ? sql`(service_id, postage, created_at, id) >
            (${after.serviceId}::uuid, ${after.postage}::text, ${after.createdAt}::timestamptz, ${after.id}::uuid)`
        : sql`true`
    }
    order by service_id, postage, created_at, id
    limit ${PAGE}
  `;

async function leftOut(db: Database, which: RawBuilder<unknown>): Promise<LeftOut> {
  const { rows: counts } = await sql<{
    letters: number;
  }>`select count(*) as letters from letters where ${which}`.execute(db);
  const { rows: named } = await sql<LeftOutLetter>`
    select id, reference, batch_id as "batchId" from letters where ${which} order by batch_id, created_at, id limit ${NAMED}
  `.execute(db);
  return { letters: counts[0]?.letters ?? 0, named };
}

const sum = (one: LeftOut, other: LeftOut): LeftOut => ({
  letters: one.letters + other.letters,
  named: [...one.named, ...other.named].slice(0, NAMED),
});

async function read(db: Database, cutOffAt: Date, limits: BatchLimits): Promise<RunPlan> {
  const planner = createPlanner({ cutOffAt, limits, holds: await createHoldStore(db).standing() });
  let { rows: page } = await pageAfter(undefined).execute(db);
  while (page.length > 0) {
    planner.take(page);
    ({ rows: page } = await pageAfter(page.at(-1)).execute(db));
  }
  const { batches, late, held } = planner.end();
  const pending = sql`${WAITS_FOR_PREPARE} and key_kind = 'live'`;
  const test = await leftOut(db, sql`${WAITS_FOR_PREPARE} and key_kind <> 'live'`);
  return {
    batches,
    leftOut: {
      'being-prepared': await leftOut(db, sql`${pending} and created_at < ${cutOffAt}`),
      'after-cut-off': sum(late, await leftOut(db, sql`${pending} and created_at >= ${cutOffAt}`)),
      held,
      'in-open-batch': await leftOut(db, sql`status = 'created' and key_kind = 'live' and batch_id is not null`),
    },
    testLetters: test.letters,
  };
}

export const planRun = (db: Database, cutOffAt: Date, limits: BatchLimits): Promise<RunPlan> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((transaction) => read(transaction, cutOffAt, limits));
