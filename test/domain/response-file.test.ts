import fc from 'fast-check';
import { type NumberedResponseLine, createResponseFileReader, parseResponseFile } from '../../src/domain/response-file';
import { linesOf } from '../../src/domain/text-lines';
import { accepted, damaged, days, references, runs } from './arbitraries';

const GOOD = 'ABCDEFGH01234567|Sent|2|Sorted';
const fileOf = (...lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
const refusalOf = (text: string) => {
  const parsed = parseResponseFile(text);
  return parsed.ok ? undefined : parsed.error;
};

describe("The printer's answer about a letter", () => {
  it('has reference, status, pages and cost threshold', () => {
    expect(accepted(parseResponseFile(fileOf(GOOD))).lines).toEqual([
      {
        line: 1,
        reference: 'ABCDEFGH01234567',
        status: 'delivered',
        pages: 2,
        costThreshold: 'sorted',
        despatchedOn: null,
      },
    ]);
  });

  it('has the despatch date in newer files', () => {
    const text = fileOf(`${GOOD}|2026-01-06`, `${GOOD}|`);
    expect(accepted(parseResponseFile(text)).lines.map(({ despatchedOn }) => despatchedOn)).toEqual([
      '2026-01-06',
      null,
    ]);
  });

  it.each([
    ['Sent', 'delivered'],
    ['Failed', 'temporary-failure'],
    ['sent', 'temporary-failure'],
    ['Printed', 'temporary-failure'],
    ['', 'temporary-failure'],
  ])('row 6: %p makes it %s', (status, expected) => {
    const { lines } = accepted(parseResponseFile(fileOf(`ABCDEFGH01234567|${status}|1|Unsorted`)));
    expect(lines[0]?.status).toBe(expected);
  });

  it.each(['Sorted', 'sorted', 'SORTED', 'sOrTeD'])('is sorted when it says %s', (threshold) => {
    const { lines, counts } = accepted(parseResponseFile(fileOf(`REF|Sent|1|${threshold}`)));
    expect(lines[0]?.costThreshold).toBe('sorted');
    expect(counts).toEqual({ sorted: 1, unsorted: 0 });
  });

  it('names a letter in upper case, ours or not', () => {
    expect(accepted(parseResponseFile(fileOf('abc-9|Sent|1|Sorted'))).lines[0]?.reference).toBe('ABC-9');
  });

  it('may have a page count of 0, as answers to test letters do', () => {
    expect(accepted(parseResponseFile(fileOf('REF|Sent|0|Sorted'))).lines[0]?.pages).toBe(0);
  });
});

describe('A response file', () => {
  it('is read whole, each line with its number, and its thresholds are counted', () => {
    const text = fileOf('A|Sent|1|Sorted', 'B|Failed|2|Unsorted', 'C|Sent|3|unsorted|2026-01-06');
    const { lines, counts } = accepted(parseResponseFile(text));
    expect(lines.map(({ line, reference }) => [line, reference])).toEqual([
      [1, 'A'],
      [2, 'B'],
      [3, 'C'],
    ]);
    expect(counts).toEqual({ sorted: 1, unsorted: 2 });
  });

  it.each([
    ['a byte order mark', `\uFEFF${fileOf(GOOD)}`],
    ['carriage returns', `${GOOD}\r\n\r\n`],
    ['no newline at the end', GOOD],
    ['empty last lines', `${GOOD}\n\n \n\r\n`],
    ['blanks around its fields', ' ABCDEFGH01234567 | Sent | 2 | Sorted \n'],
  ])('may have %s', (_, text) => {
    expect(parseResponseFile(text)).toEqual(parseResponseFile(fileOf(GOOD)));
  });

  it.each([
    ['nothing', ''],
    ['nothing but a byte order mark', '\uFEFF'],
    ['nothing but empty lines', '\n\r\n \n'],
  ])('with %s in it is refused', (_, text) => {
    expect(refusalOf(text)).toEqual({ line: 1, reason: 'the file is empty' });
  });

  it.each([
    ['ABC|Sent|1', '4 or 5 fields are expected, not 3'],
    ['ABC', '4 or 5 fields are expected, not 1'],
    ['ABC|Sent|1|Sorted|2026-01-06|x', '4 or 5 fields are expected, not 6'],
    ['|Sent|1|Sorted', 'the reference is missing'],
    [`${'A'.repeat(101)}|Sent|1|Sorted`, 'the reference is too long'],
    ['ABC|Sent||Sorted', 'the page count is not a number'],
    ['ABC|Sent|-1|Sorted', 'the page count is not a number'],
    ['ABC|Sent|1.5|Sorted', 'the page count is not a number'],
    ['ABC|Sent|1234567|Sorted', 'the page count is not a number'],
    ['ABC|Sent|1|', 'the cost threshold is neither sorted nor unsorted'],
    ['ABC|Sent|1|Error', 'the cost threshold is neither sorted nor unsorted'],
    ['ABC|Sent|1|Sorted|2026-02-30', 'the despatch date is not a date'],
    ['ABC|Sent|1|Sorted|06/01/2026', 'the despatch date is not a date'],
    ['A\0C|Sent|1|Sorted', 'the line is not readable as text'],
    ['A\uFFFDC|Sent|1|Sorted', 'the line is not readable as text'],
  ])('with the line %j is refused, whatever its other lines say', (line, reason) => {
    expect(refusalOf(fileOf(GOOD, GOOD, line, GOOD))).toEqual({ line: 3, reason });
    expect(refusalOf(fileOf(line))).toEqual({ line: 1, reason });
  });

  it('with an empty line before its last one is refused at the empty line', () => {
    const refusal = { line: 2, reason: 'there is an empty line before the end' };
    expect(refusalOf(fileOf(GOOD, '', GOOD))).toEqual(refusal);
    expect(refusalOf(fileOf(GOOD, '', '', GOOD))).toEqual(refusal);
  });

  it('with a page of a million characters is refused like any other', () => {
    expect(refusalOf(fileOf(GOOD, 'x'.repeat(1_000_000)))?.line).toBe(2);
    expect(refusalOf(fileOf(GOOD, '|'.repeat(1_000_000)))?.line).toBe(2);
  });

  it('can be read line by line with none of them held', () => {
    const reader = createResponseFileReader();
    for (let line = 1; line <= 100_000; line += 1) {
      const taken = accepted(reader.take(line % 4 === 0 ? 'A|Failed|1|Unsorted\r' : 'A|Sent|1|Sorted\r'));
      if (taken?.line !== line) throw new Error(`Line ${line} came back as ${taken?.line}`);
    }
    expect(reader.take('')).toEqual({ ok: true, value: undefined });
    expect(reader.end()).toEqual({ ok: true, value: { sorted: 75_000, unsorted: 25_000 } });
  });

  it('given as lines is the same as given as text', () => {
    const text = `\uFEFF${fileOf(GOOD, 'B|Failed|2|Unsorted\r', '')}`;
    expect(parseResponseFile(linesOf(text))).toEqual(parseResponseFile(text));
  });
});

describe('Any response file', () => {
  const lines: fc.Arbitrary<readonly NumberedResponseLine[]> = fc
    .array(
      fc.record({
        reference: references,
        status: fc.constantFrom('delivered', 'temporary-failure'),
        pages: fc.nat({ max: 10 }),
        costThreshold: fc.constantFrom('sorted', 'unsorted'),
        despatchedOn: fc.option(days),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((all) => all.map((line, index) => ({ ...line, line: index + 1 })));
  const textOf = (all: readonly NumberedResponseLine[]) =>
    all
      .map(({ reference, status, pages, costThreshold, despatchedOn }) =>
        [
          reference,
          status === 'delivered' ? 'Sent' : 'Failed',
          pages,
          costThreshold,
          ...(despatchedOn ? [despatchedOn] : []),
        ].join('|'),
      )
      .map((line) => `${line}\n`)
      .join('');

  const isSameLine = (one: NumberedResponseLine, other: NumberedResponseLine | undefined) =>
    (Object.keys(one) as (keyof NumberedResponseLine)[]).every((field) => one[field] === other?.[field]);

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const read = accepted(parseResponseFile(textOf(all))).lines;
        return read.length === all.length && read.every((line, index) => isSameLine(line, all[index]));
      }),
      runs,
    );
  });

  it('is read whole or refused at one of its lines when damaged, without a fault', () => {
    fc.assert(
      fc.property(damaged(lines.map(textOf)), (text) => {
        const parsed = parseResponseFile(text);
        const written = text.split('\n').length;
        if (!parsed.ok) return parsed.error.line >= 1 && parsed.error.line <= written && parsed.error.reason !== '';
        const { sorted, unsorted } = parsed.value.counts;
        return sorted + unsorted === parsed.value.lines.length && parsed.value.lines.length > 0;
      }),
      runs,
    );
  });
});
