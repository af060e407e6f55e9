/** How the tickets about the printer's files are raised and ended. */
import { Readable } from 'node:stream';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeepRaw, rawDigestOf } from '../../src/activities/inbound/keep-raw';
import { trackProgress } from '../../src/activities/progress';
import { anInboundFile, anUploadedBatch, lineOf } from './arrange';
import { runActivity } from './run-activity';
import { type World, must, run } from './world';

export interface Row {
  /** Raises it, and twice where the cause is found twice. */
  readonly raise: (world: World) => Promise<unknown>;
  /** Takes the cause away and looks again; left out where only a person can say that it is seen to. */
  readonly end?: (world: World) => Promise<unknown>;
}

export async function sent(world: World) {
  world.setNow(new Date('2026-03-02T18:00:00.000Z'));
  const uploaded = await anUploadedBatch(world, { letters: 1 });
  await run(world.activities, 'publishTemp', uploaded);
  await run(world.activities, 'markSending', uploaded);
  return uploaded;
}

export async function takeIn(world: World, text: string, name?: string): Promise<void> {
  const sha256 = await anInboundFile(world, text, name);
  const { kind } = await run(world.activities, 'readInboundFile', { sha256 });
  if (kind === 'refused') return;
  await run(world.activities, 'applyInboundFile', { sha256 });
  await run(world.activities, 'reportInboundFile', { sha256 });
}

const ANSWER = 'NOTIFY.20260302190000.ACK.TXT';
const poll = (world: World, at: string) => {
  world.setNow(new Date(at));
  return run(world.activities, 'pollPrinter', undefined);
};

export const INBOUND_ROWS = {
  'inbound-file-refused': { raise: (world) => takeIn(world, 'no response at all\n') },
  'inbound-lines-unapplied': { raise: (world) => takeIn(world, 'AAAAAAAAAAAAAAAA|Sent|1|Sorted\n') },
  'inbound-lines-conflicting': {
    raise: async (world) => {
      const letter = must((await sent(world)).letters[0]);
      await takeIn(world, lineOf(letter) + lineOf(letter, 'Failed'));
    },
  },
  'inbound-name-reused': {
    raise: async (world) => {
      for (const text of ['AAAAAAAAAAAAAAAA|Sent|1|Sorted\n', 'AAAAAAAAAAAAAAAB|Sent|1|Sorted\n']) {
        await runActivity(async () => {
          const read = <Result>(take: (body: Readable) => Promise<Result>) => take(Readable.from([Buffer.from(text)]));
          const raw = { name: 'NOTIFY-20260303080000-RSP.TXT', source: 'printer', read } as const;
          const progress = trackProgress();
          await createKeepRaw(world.ports)(raw, await rawDigestOf(raw, progress), progress);
        });
      }
    },
  },
  'acknowledgement-line-unreadable': { raise: (world) => takeIn(world, 'no line\n', ANSWER) },
  'acknowledged-without-intent': {
    raise: async (world) => {
      const { batch } = await anUploadedBatch(world);
      await takeIn(world, `${must(batch.zip).zipName}|20260302190000\n`, ANSWER);
    },
  },
  'unexpected-file': {
    raise: async (world) => {
      await writeFile(join(world.robot.folders.outbox, 'README.TXT'), 'hello\n');
      for (const at of ['2026-03-02T18:00:00Z', '2026-03-02T18:15:00Z', '2026-03-02T18:16:00Z']) await poll(world, at);
    },
    end: async (world) => {
      await rm(join(world.robot.folders.outbox, 'README.TXT'));
      await poll(world, '2026-03-02T18:20:00Z');
    },
  },
  'poll-failing': {
    raise: (world) => run(world.activities, 'raisePollTicket', { source: 'printer', minutes: 30 }),
    end: (world) => poll(world, '2026-03-02T18:20:00Z'),
  },
} as const satisfies Record<string, Row>;
