import fc from 'fast-check';
import { parseAcknowledgementFile } from '../../src/domain/acknowledgement-file';
import { zipNameOf } from '../../src/domain/names';
import { stampOf } from '../../src/domain/stamp';
import { batchIdentities, damaged, runs, sha256s, wholeSeconds } from './arbitraries';

const AT = new Date('2026-01-05T18:31:02.000Z');

describe("The printer's list of zips it took in", () => {
  it('names each zip and when it was taken', () => {
    expect(parseAcknowledgementFile('ONE.ZIP|20260105183102\nTWO.ZIP|20260105183102\n')).toEqual({
      lines: [
        { zipName: 'ONE.ZIP', at: AT },
        { zipName: 'TWO.ZIP', at: AT },
      ],
      unreadable: [],
    });
  });

  it('row 8: names a zip in upper case, however the printer wrote it', () => {
    const { lines } = parseAcknowledgementFile('notify.2026-01-05.Economy.001.zip|20260105183102');
    expect(lines).toEqual([{ zipName: 'NOTIFY.2026-01-05.ECONOMY.001.ZIP', at: AT }]);
  });

  it.each([
    ['a byte order mark', '\uFEFFONE.ZIP|20260105183102\n'],
    ['carriage returns', 'ONE.ZIP|20260105183102\r\n\r\n'],
    ['no newline at the end', 'ONE.ZIP|20260105183102'],
    ['blanks around its fields', ' ONE.ZIP | 20260105183102 \n'],
    ['empty lines', '\n\nONE.ZIP|20260105183102\n\n \n'],
    ['second 60', 'ONE.ZIP|20260105183060'],
  ])('may have %s', (_, text) => {
    expect(parseAcknowledgementFile(text).lines.map(({ zipName }) => zipName)).toEqual(['ONE.ZIP']);
    expect(parseAcknowledgementFile(text).unreadable).toEqual([]);
  });

  it('may be empty', () => {
    expect(parseAcknowledgementFile('')).toEqual({ lines: [], unreadable: [] });
  });

  it('counts with its good lines though others cannot be read', () => {
    const long = 'x'.repeat(500);
    const text = `ONE.ZIP|20260105183102\nTWO.ZIP\nTHREE.ZIP|yesterday\n|20260105183102\nFOUR|20260105183102|x\n${long}\nFIVE.ZIP|20260105183102\n`;
    const { lines, unreadable } = parseAcknowledgementFile(text);
    expect(lines.map(({ zipName }) => zipName)).toEqual(['ONE.ZIP', 'FIVE.ZIP']);
    expect(unreadable).toEqual([
      { line: 2, text: 'TWO.ZIP' },
      { line: 3, text: 'THREE.ZIP|yesterday' },
      { line: 4, text: '|20260105183102' },
      { line: 5, text: 'FOUR|20260105183102|x' },
      { line: 6, text: 'x'.repeat(100) },
    ]);
  });
});

describe('Any list of zips', () => {
  const lines = fc.array(
    fc.record({
      zipName: fc.tuple(batchIdentities, sha256s).map(([identity, hash]) => zipNameOf(identity, hash)),
      at: wholeSeconds,
    }),
    { maxLength: 4 },
  );
  const textOf = (all: readonly { zipName: string; at: Date }[]) =>
    all.map(({ zipName, at }) => `${zipName}|${stampOf(at)}\r\n`).join('');

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const read = parseAcknowledgementFile(textOf(all).toLowerCase());
        return textOf(read.lines) === textOf(all) && read.unreadable.length === 0;
      }),
      runs,
    );
  });

  it('is read without a fault when damaged, and no line is lost in silence', () => {
    fc.assert(
      fc.property(damaged(lines.map(textOf)), (text) => {
        const file = parseAcknowledgementFile(text);
        const written = text.replace(/^\uFEFF/, '').split('\n');
        return file.lines.length + file.unreadable.length === written.filter((line) => line.trim() !== '').length;
      }),
      runs,
    );
  });
});
