import { BATCH_STATES, type BatchState } from '../../src/domain/batch';
import { BATCH_ACTS, type BatchAct, parseActNote, whyNot } from '../../src/domain/batch-acts';

const CLAIMED_AT = new Date('2026-01-05T17:50:00Z');
const NOW = new Date('2026-01-05T19:00:00Z');

const standing = (state: BatchState) => ({ state, held: false, parkedReason: null, temp: null, createdAt: CLAIMED_AT });
const SITUATIONS = {
  plain: {},
  held: { held: true },
  parked: { parkedReason: 'refused' },
  'with intent': { temp: 'T' },
  'parked with intent': { parkedReason: 'unknown-manifest', temp: 'T' },
} as const;
type Situation = keyof typeof SITUATIONS;

/** One row a situation, one mark a state in the order of the domain; `x` may be done, `.` may not. */
const RULES: Readonly<Record<BatchAct, Readonly<Record<Situation, string>>>> = {
  //                                cl se up pu sn ac an cs em ab
  hold: {
    plain: '                        x  x  .  .  .  .  .  .  .  .',
    held: '                         .  .  .  .  .  .  .  .  .  .',
    parked: '                       x  x  .  .  .  .  .  .  .  .',
    'with intent': '                x  x  .  .  .  .  .  .  .  .',
    'parked with intent': '         x  x  .  .  .  .  .  .  .  .',
  },
  release: {
    plain: '                        .  .  .  .  .  .  .  .  .  .',
    held: '                         x  x  x  x  x  x  x  .  .  .',
    parked: '                       .  .  .  .  .  .  .  .  .  .',
    'with intent': '                .  .  .  .  .  .  .  .  .  .',
    'parked with intent': '         .  .  .  .  .  .  .  .  .  .',
  },
  retry: {
    plain: '                        x  x  x  x  x  x  x  .  .  .',
    held: '                         x  x  x  x  x  x  x  .  .  .',
    parked: '                       x  x  x  x  x  x  x  .  .  .',
    'with intent': '                x  x  x  x  x  x  x  .  .  .',
    'parked with intent': '         x  x  x  x  x  x  x  .  .  .',
  },
  adopt: {
    plain: '                        .  .  .  .  .  .  .  .  .  .',
    held: '                         .  x  .  .  .  .  .  .  .  .',
    parked: '                       .  x  x  .  .  .  .  .  .  .',
    'with intent': '                .  .  .  .  .  .  .  .  .  .',
    'parked with intent': '         .  x  x  .  .  .  .  .  .  .',
  },
  abandon: {
    plain: '                        x  x  x  .  .  .  .  .  .  .',
    held: '                         x  x  x  .  .  .  .  .  .  .',
    parked: '                       x  x  x  .  .  .  .  .  .  .',
    'with intent': '                .  .  .  .  .  .  .  .  .  .',
    'parked with intent': '         .  .  .  .  .  .  .  .  .  .',
  },
};

describe("An operator's act on a batch", () => {
  const rows = BATCH_ACTS.flatMap((act) =>
    (Object.keys(SITUATIONS) as Situation[]).map((situation) => [act, situation] as const),
  );

  it.each(rows)(
    '%s, while the batch is %s, may be done in exactly the states that the table marks',
    (act, situation) => {
      const marks = RULES[act][situation].trim().split(/ +/);
      expect(marks).toHaveLength(BATCH_STATES.length);
      const may = (state: BatchState) =>
        whyNot({ ...standing(state), ...SITUATIONS[situation] }, { act, at: NOW }) === undefined;
      expect(BATCH_STATES.filter(may)).toEqual(BATCH_STATES.filter((_, column) => marks[column] === 'x'));
    },
  );

  it.each([
    ['before the batch was claimed', '2026-01-05T17:49:59.999Z', 'lies before the batch was claimed'],
    ['in the future', '2026-01-05T19:00:00.001Z', 'lies ahead'],
  ])('Nothing is adopted as published %s', (_, publishedAt, why) => {
    const batch = { ...standing('sealed'), parkedReason: 'refused' } as const;
    expect(whyNot(batch, { act: 'adopt', at: NOW, publishedAt: new Date(publishedAt) })).toContain(why);
  });
});

describe('Who acts and why, as it came by signal', () => {
  const ACT_ID = '0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11';

  it('is a line of text each, with an id and an instant where they are given', () => {
    const note = { actor: ' Ann ', reason: 'seen at\nthe printer', actId: ACT_ID, publishedAt: '2026-01-05T17:55:00Z' };
    expect(parseActNote(note)).toEqual({
      ok: true,
      value: {
        actor: 'Ann',
        reason: 'seen at the printer',
        actId: ACT_ID,
        publishedAt: new Date('2026-01-05T17:55:00Z'),
      },
    });
    expect(parseActNote({ actor: 'Ann', reason: 'why' })).toMatchObject({ ok: true, value: { actId: undefined } });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a text', 'please'],
    ['null', null],
    ['no actor', { reason: 'why' }],
    ['an empty reason', { actor: 'Ann', reason: ' \n ' }],
    ['a reason that is a number', { actor: 'Ann', reason: 7 }],
    ['a reason of more than 1,000 characters', { actor: 'Ann', reason: 'x'.repeat(1_001) }],
    ['an id that is none', { actor: 'Ann', reason: 'why', actId: 'mine' }],
    ['an instant that is none', { actor: 'Ann', reason: 'why', publishedAt: 'yesterday' }],
  ])('%s is refused with a word on what to give', (_, note) => {
    expect(parseActNote(note)).toEqual({ ok: false, error: expect.stringMatching(/.../) as unknown });
  });
});
