/**
 * Every order of events around the one dangerous step, for one letter: attempts overlap and die anywhere, renames land
 * late, the printer takes files at any time, a backup of Postgres comes back. `PUBLISH_MODEL=all` also explores restores
 * with three attempts: some millions of worlds, minutes and several GB (`node --max-old-space-size=12000`).
 */
import { AS_BUILT } from './as-built';
import { formOf } from './considered';
import { type Findings, type Surroundings, explore } from './explore';
import { type Protocol, goOn } from './protocol';

const ALL = process.env['PUBLISH_MODEL'] === 'all';

const NEW_NAME_EACH_ATTEMPT = formOf({ newNameEachAttempt: true });
const LOOK_FIRST = formOf({});
const INTENT = formOf({ intent: true });
const MANIFEST_BY_BATCH = formOf({ intent: true, manifest: 'by batch' });
const MANIFEST_BY_LETTER = formOf({ intent: true, manifest: 'by letter' });
const MANIFEST_LISTED = formOf({ intent: true, manifest: 'listed' });

const asBuiltBut = (steps: Protocol['steps']): Protocol => ({ ...AS_BUILT, steps: { ...AS_BUILT.steps, ...steps } });

const WITHOUT_LIST = asBuiltBut({ list: (world, attempt) => goOn(world, attempt, 'issueRename', 'does not list') });
const GONE_IS_PUBLISHED = asBuiltBut({
  statTemp: (world, attempt) => goOn(world, attempt, 'recordIntent', 'does not look'),
  explainGone: (world, attempt) => goOn(world, attempt, 'recordEvidence', 'asks for no rename'),
});
const LOSER_REMOVES_ITS_FILE = asBuiltBut({
  recordIntent: (world, attempt) => {
    const temp = world.row.temp || attempt.temp;
    const after = { ...world, row: { ...world.row, temp } };
    if (temp === attempt.temp) return goOn(after, attempt, 'isStaged', `intends t${temp}`);
    const own = { name: 0, temp: attempt.temp };
    return goOn(after, attempt, 'removeOwn', `follows t${temp}`, { temp, listed: [own] });
  },
  removeOwn: (world, attempt) => {
    const temps = world.temps.filter((temp) => attempt.listed.every((own) => own.temp !== temp));
    return goOn({ ...world, temps }, attempt, 'isStaged', 'removes its own file', { listed: [] });
  },
});

const BY_THE_RULE = { acts: 'by the rule', attempts: ALL ? 3 : 2 } as const;
const ABANDON = { acts: 'abandon with an intent', attempts: 2 } as const;

const wrong: [string, Protocol, Surroundings, keyof Findings][] = [
  ['a new name for each attempt', NEW_NAME_EACH_ATTEMPT, {}, 'printedTwice'],
  ['a fixed name and a look before sending', LOOK_FIRST, {}, 'printedTwice'],
  ['an intent, and a cleaner that goes by age', INTENT, { cleaner: 'by age' }, 'lost'],
  ['an intent, and a server that links and unlinks', INTENT, { linkUnlink: true, attempts: 2 }, 'printedTwice'],
  ['an intent, and a Postgres that is set back', INTENT, { restore: 'drained' }, 'printedTwice'],
  ['a manifest looked up by batch', MANIFEST_BY_BATCH, { restore: 'drained' }, 'printedTwice'],
  ['what is built without its list', WITHOUT_LIST, { restore: 'drained', attempts: 2 }, 'printedTwice'],
  ['what is built, were gone taken for published', GONE_IS_PUBLISHED, { cleaner: 'by age' }, 'lost'],
  ['what is built without its list, were a batch abandoned with an intent', WITHOUT_LIST, ABANDON, 'printedTwice'],
  ['what is built, were a batch adopted without evidence', AS_BUILT, { acts: 'adopt without evidence' }, 'lost'],
  ['what is built, did a loser remove its file', LOSER_REMOVES_ITS_FILE, { cleaner: 'by age' }, 'lost'],
];

const safe: [string, Protocol, Surroundings][] = [
  ['a fixed name, at a printer that never forgets one', LOOK_FIRST, { printerRemembers: true }],
  ['an intent', INTENT, {}],
  ['an intent, and a cleaner of sent batches', INTENT, { cleaner: 'of sent batches' }],
  ['a manifest by letter, set back', MANIFEST_BY_LETTER, { restore: 'drained', cleaner: 'of sent batches' }],
  ['a listed manifest', MANIFEST_LISTED, { cleaner: 'of sent batches' }],
  ['a listed manifest, set back', MANIFEST_LISTED, { restore: 'drained' }],
  ['what is built', AS_BUILT, { lossy: true }],
  ['what is built, with the cleaner of sent batches', AS_BUILT, { cleaner: 'of sent batches' }],
  ['what is built, even with a cleaner that goes by age', AS_BUILT, { cleaner: 'by age', lossy: true }],
  ['what is built, with an operator who abandons and adopts', AS_BUILT, { ...BY_THE_RULE, lossy: true }],
  ['what is built without its list, with such an operator', WITHOUT_LIST, BY_THE_RULE],
  ['what is built, with such an operator and set back', AS_BUILT, { ...BY_THE_RULE, restore: 'drained' }],
  ['what is built, set back', AS_BUILT, { restore: 'drained', lossy: true, attempts: ALL ? 3 : 2 }],
  ['what is built, set back under running workers', AS_BUILT, { restore: 'live', attempts: ALL ? 3 : 2 }],
  ...(ALL ? [['a listed manifest, set back live', MANIFEST_LISTED, { restore: 'live' }] as const] : []),
].map(([title, protocol, around]) => [title, protocol, around] as [string, Protocol, Surroundings]);

describe('Publishing a batch', () => {
  jest.setTimeout(ALL ? 3_600_000 : 300_000);
  let states = 0;

  it.each(wrong)('goes wrong with %s', (_title, protocol, around, harm) => {
    const found = explore(protocol, around, { stopAtFirst: true });
    expect(found[harm]).toEqual(expect.any(String));
  });

  it.each(safe)('prints each letter once with %s', (_title, protocol, around) => {
    const { printedTwice, lost, stuck, parked, ...found } = explore(protocol, around);
    states += found.states;
    expect({ printedTwice, lost, stuck }).toEqual({});
    // Only a Postgres that was set back may ever need a person.
    expect(parked > 0).toBe(protocol === AS_BUILT && around.restore !== undefined);
  });

  it('is explored in earnest', () => {
    expect(states).toBeGreaterThan(500_000);
  });
});
