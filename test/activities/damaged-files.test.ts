import { Transform } from 'node:stream';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Sha256 } from '../../src/domain/letter';
import { parseResponseFile } from '../../src/domain/response-file';
import { damagedAcknowledgements, damagedResponses, written } from '../domain/mutated-files';
import { anInboundFile } from './arrange';
import { type World, must, openWorld, run } from './world';

const FILES = { numRuns: 100, seed: 20_260_302 };

describe('Files of a printer in trouble', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  /** The same bytes are one file, whatever its name. */
  const known = new Set<string>();

  async function takeIn(sha256: Sha256): Promise<string> {
    const { kind } = await run(world.activities, 'readInboundFile', { sha256 });
    if (kind === 'refused') return kind;
    for (const step of ['applyInboundFile', 'reportInboundFile', 'hintBatches'] as const) {
      await run(world.activities, step, { sha256 });
    }
    return kind;
  }

  /** What the tables say of a file: each of its lines with its outcome, and its counts. */
  async function accountOf(sha256: Sha256) {
    const { rows } = await sql<{ line: number; outcome: string | null }>`
      select line, outcome from inbound_lines join inbound_files on inbound_files.id = file_id
      where sha256 = ${sha256} order by line
    `.execute(world.tables);
    const counts = await sql<{ counted: number | null }>`
      select sum(sorted + unsorted)::integer as counted from sorted_counts join inbound_files on inbound_files.id = file_id
      where sha256 = ${sha256}
    `.execute(world.tables);
    return { lines: rows, counted: counts.rows[0]?.counted ?? 0, file: must(await world.inbound.find(sha256)) };
  }

  it('R1–R7: a hundred damaged response files are applied whole or refused whole, each line with its outcome, and once', async () => {
    const seen = { applied: 0, refused: 0 };
    for (const text of fc.sample(damagedResponses, FILES)) {
      if (known.has(text)) continue;
      known.add(text);
      const sha256 = await anInboundFile(world, text);
      await takeIn(sha256);
      const account = await accountOf(sha256);
      const parsed = parseResponseFile(text);
      const wanted = parsed.ok ? parsed.value.lines.map(({ line }) => line) : [];
      expect([text, account.lines.map(({ line }) => line)]).toEqual([text, wanted]);
      expect(account.lines.every(({ outcome }) => outcome !== null)).toBe(true);
      expect([account.file.state, account.counted]).toEqual(parsed.ok ? ['applied', wanted.length] : ['refused', 0]);
      await takeIn(sha256);
      expect(await accountOf(sha256)).toEqual(account);
      seen[parsed.ok ? 'applied' : 'refused'] += 1;
    }
    expect(Math.min(seen.applied, seen.refused)).toBeGreaterThan(5);
  });

  it('Row 8: of a hundred damaged acknowledgement files each line is counted or named in a ticket', async () => {
    for (const text of fc.sample(damagedAcknowledgements, FILES)) {
      if (known.has(text)) continue;
      known.add(text);
      const sha256 = await anInboundFile(world, text, 'NOTIFY.20260303080000.ACK.TXT');
      await takeIn(sha256);
      const { state, detail } = must(await world.inbound.find(sha256));
      const counts = Object.values(JSON.parse(detail ?? '{}') as Record<string, number>);
      const filled = written(text).filter((line) => line.trim() !== '');
      expect([state, counts.reduce((sum, count) => sum + count, 0)]).toEqual(['applied', filled.length]);
    }
  });

  it('Of a file of any length no more than a thousand lines are held at once', async () => {
    const LINES = 20_000;
    const line = (number: number) => `${String(number).padStart(16, '0')}|Sent|1|Sorted\n`;
    const sha256 = await anInboundFile(world, Array.from({ length: LINES }, (_, number) => line(number)).join(''));
    const held: number[] = [];
    let readBytes = 0;
    let storedLines = 0;
    const objects = {
      ...world.objects,
      getStream: async (key: string) => {
        readBytes = 0;
        const count = (chunk: Buffer) => {
          readBytes += chunk.length;
          return chunk;
        };
        const counted = new Transform({ transform: (chunk: Buffer, _, done) => done(null, count(chunk)) });
        return (await world.objects.getStream(key)).pipe(counted);
      },
    };
    const inbound = {
      ...world.inbound,
      addLines: (file: Sha256, lines: Parameters<typeof world.inbound.addLines>[1]) => {
        storedLines += lines.length;
        held.push(lines.length, readBytes / line(0).length - storedLines);
        return world.inbound.addLines(file, lines);
      },
      applyNext: (file: Sha256, limit: number) => {
        held.push(limit);
        return world.inbound.applyNext(file, limit);
      },
    };
    const activities = world.activitiesOn({ ...world.ports, objects, inbound });
    expect(await run(activities, 'readInboundFile', { sha256 })).toMatchObject({ kind: 'readable', lines: LINES });
    expect(storedLines).toBe(LINES);
    const { counts } = await run(activities, 'applyInboundFile', { sha256 });
    expect(counts).toMatchObject({ 'unknown-reference': LINES });
    // Lines of the chunk in hand, and what streams read ahead of it: some blocks of 16 or 64 KiB.
    expect(Math.max(...held)).toBeLessThan(8_000);
  });
});
