import fc from 'fast-check';
import { ADDRESS_PROBLEMS, addressProblem, parseAddress, readAddress } from '../../src/domain/address';
import { ZONES } from '../../src/domain/country';
import addresses from '../fixtures/addresses/addresses.json';
import { accepted, damaged, runs } from './arbitraries';

const inputs = addresses.map(({ input }) => input);
const allowances = fc.record({ international: fc.boolean() });

test('The fixture holds 530 cases with every zone and every problem', () => {
  expect(addresses).toHaveLength(530);
  expect(new Set(addresses.map(({ expect: { postage_zone } }) => postage_zone))).toEqual(new Set(ZONES));
  expect(new Set(addresses.map(({ expect: { error } }) => error))).toEqual(new Set([null, ...ADDRESS_PROBLEMS]));
});

describe('A letter with sending abroad', () => {
  for (const international of [false, true]) {
    const rows = addresses.filter(({ allow_international }) => allow_international === international);
    test.each(rows.map((row) => [JSON.stringify(row.input), row] as const))(
      `${international ? 'allowed' : 'not allowed'} to %s is judged as by Notify`,
      (_, row) => {
        const address = parseAddress(row.input);
        expect({ ...address, problem: addressProblem(address, { international }) ?? null }).toEqual({
          lines: row.expect.lines,
          zone: row.expect.postage_zone,
          country: row.expect.country,
          postcode: row.expect.postcode,
          bfpoNumber: row.expect.bfpo_number === null ? null : String(row.expect.bfpo_number),
          problem: row.expect.error,
        });
      },
    );
  }
});

test.each([
  ['every way to end a line', 'A\rB\r\nC\vD\fE\u001cF\u001dG\u001eH\u0085I\u2028J\u2029K', 'A|B|C|D|E|F|G|H|I|J|K'],
  ['every blank', ' A\u00a0\u202f\tB\u001f\u3000C ', 'A B C'],
  ['what cannot be seen', 'A\u180e\u200b\u200c\u200d\u2060\ufeffB', 'AB'],
  ['commas and blanks at the end', 'A , ,,\n,\n , \nB', 'A|B'],
  ['blanks before punctuation', 'A , B  . C', 'A, B. C'],
  ['a BFPO number with zeros before it', 'A\nBFPO 007\nB', 'A|B|BFPO 7'],
  ['nothing but a BFPO number', 'BFPO 1', 'BFPO 1'],
  ['a country in a key of two accents', 'A\nB\nViệt Nam', 'A|B|Vietnam'],
])('Lines with %s are normalised', (_, text, lines) => {
  expect(parseAddress(text).lines.join('|')).toBe(lines);
});

test.each(['bfpo', 'BFPO c/o'])('A line %s without a number stays where it is', (line) => {
  expect(parseAddress(`A\n${line}\nSW1A 1AA`)).toMatchObject({ lines: ['A', line, 'SW1A 1AA'], bfpoNumber: null });
});

describe('Any text', () => {
  const texts = damaged(fc.constantFrom(...inputs));

  test('is read, and an address that is good once is good and the same when read again', () => {
    let good = 0;
    fc.assert(
      fc.property(texts, allowances, (text, allowed) => {
        const address = readAddress(text, allowed);
        if (!address.ok) return;
        good += 1;
        expect(accepted(readAddress(address.value.lines.join('\n'), allowed))).toEqual(address.value);
      }),
      runs,
    );
    expect(good).toBeGreaterThan(runs.numRuns / 20);
  });

  test('that is an address at home is the same one where letters abroad are allowed', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const atHome = readAddress(text, { international: false });
        if (atHome.ok) expect(readAddress(text, { international: true })).toEqual(atHome);
      }),
      runs,
    );
  });

  test('of blanks, commas and lines without end is read in the time of its length', () => {
    const began = performance.now();
    for (const piece of [' ', ',', ' ,', '\t', 'bfpo ', '\n', 'England\n', '\u00a0', 'é']) {
      expect(parseAddress(`x${piece.repeat(300_000 / piece.length)}x`)).toBeDefined();
    }
    expect(performance.now() - began).toBeLessThan(10_000); // about a second; with a rule that goes back over its steps, minutes
  });
});
