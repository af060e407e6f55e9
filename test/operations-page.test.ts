/** docs/operations.md is what an operator goes by at night: it must speak of what there is, and of all of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runProgram } from '../src/cli/program';
import { PARKED_REASONS } from '../src/domain/batch';
import { BATCH_ACTS } from '../src/domain/batch-acts';
import { TICKET_KINDS } from '../src/domain/ticket';
import { createMetrics } from '../src/metrics';
import { schedules } from '../src/schedules';

const page = readFileSync(join(__dirname, '..', 'docs', 'operations.md'), 'utf8');
const blocksOf = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const isCommand = (line: string) => /^postroom [a-z]/.test(line);
const wholeLines = blocksOf('sh')
  .flatMap((block) => block.split('\n'))
  .filter(isCommand);
const inText = [...page.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter(isCommand);
/** As a shell takes the line apart. */
const wordsOf = (line: string) =>
  [...line.replace(/\s#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain ?? '')
    .slice(1);

/** Runs a command up to where it would reach for a database; says whether it came so far, and what it said. */
async function tryOut(words: readonly string[]) {
  const said: string[] = [];
  let reached = false;
  const take = (line: string) => void said.push(line);
  const open = () => {
    reached = true;
    throw new Error('no further');
  };
  await runProgram(words, { out: take, error: take, user: 'somebody', open });
  return { reached, said: said.join('\n') };
}

describe('docs/operations.md', () => {
  const section = page.slice(page.indexOf('\n## Tickets\n'), page.indexOf('\n## Backup and restore\n'));
  const tickets = [...section.matchAll(/^### `([a-z-]+)`\n([^]*?)(?=^### |$(?![^]))/gm)];

  test('has a section for each kind of ticket and for no other', () => {
    expect(tickets.map(([, kind]) => kind).sort()).toEqual([...TICKET_KINDS].sort());
  });

  test.each(tickets.map(([, kind = '', text = '']) => [kind, text]))(
    'says of %s its cause, what to do and when it closes',
    (_, text) => {
      expect(text).toMatch(/^\*\*Cause\.\*\* .{20}/m);
      expect(text).toMatch(/^\*\*Do\.\*\* .{10}/m);
      expect(text).toMatch(/^\*\*Closes\*\* (when you close it|by itself)/m);
    },
  );

  test('explains why a batch may be parked', () => {
    for (const reason of PARKED_REASONS) expect(page).toContain(`\`${reason}\``);
  });

  test.each([...new Set(wholeLines)])('shows a command line that the program takes: %s', async (line) => {
    expect(await tryOut(wordsOf(line))).toMatchObject({ reached: true });
  });

  test.each([...new Set(inText)])('speaks of a command that the program has: %s', async (line) => {
    const words = wordsOf(line);
    const path = words.slice(0, /^[a-z]+$/.test(words[1] ?? '') ? 2 : 1);
    const { said } = await tryOut([...path, '--help']);
    expect(said).toMatch(new RegExp(`^Usage: postroom ${path.join(' ')}\\b`));
    for (const option of words.filter((word) => word.startsWith('--'))) expect(said).toContain(option);
  });

  test('shows how each verb for a batch is used', () => {
    expect(wholeLines.length).toBeGreaterThan(15);
    for (const act of BATCH_ACTS) expect(wholeLines.join('\n')).toContain(`postroom batch ${act} `);
  });

  test('alerts on metrics that are exported', async () => {
    const metrics = createMetrics('worker');
    metrics.watchStanding(() => Promise.reject(new Error('not needed')));
    const exported = await metrics.registry.metrics();
    const [rules = ''] = blocksOf('yaml');
    const parsed = parse(rules) as { groups: { rules: { alert: string; expr: string }[] }[] };
    const named = parsed.groups
      .flatMap((group) => group.rules)
      .flatMap(({ expr }) => expr.match(/postroom_[a-z_]+/g) ?? []);
    expect(new Set(named).size).toBeGreaterThan(8);
    for (const name of named)
      expect(exported).toMatch(new RegExp(`^# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `, 'm'));
  });

  test('names the hour of every check that has one', () => {
    const hours = schedules().flatMap(({ spec }) => spec.calendars ?? []) as { hour: number; minute: number }[];
    expect(hours.length).toBeGreaterThan(3);
    for (const { hour, minute } of hours) {
      expect(page).toContain(`| ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    }
  });
});
