import fc from 'fast-check';
import { batchIdOf } from '../../src/domain/batch';
import { parseLetterId, parseReference } from '../../src/domain/letter';
import {
  acceptedMarkerKeyOf,
  cancelledMarkerKeyOf,
  baseNameOf,
  incomingKeyOf,
  isLetterKey,
  manifestKeyOf,
  parseInboundName,
  parseManifestKey,
  parsePrintKey,
  parseZipName,
  printKeyOf,
  referenceFrom,
  tempNameOf,
  zipNameOf,
} from '../../src/domain/names';
import { stampOf } from '../../src/domain/stamp';
import {
  batchIdentities,
  damaged,
  day,
  days,
  instants,
  postages,
  present,
  references,
  runs,
  sha256s,
  wholeSeconds,
} from './arbitraries';

const DAY = day('2026-01-05');
const REFERENCE = present(parseReference('ABCDEFGH01234567'));
const LETTER = present(parseLetterId('11111111-2222-4333-8444-555555555555'));
const CREATED = new Date('2026-01-05T09:08:07.654Z');
const prefixes = fc.constantFrom('NOTIFY', 'POSTROOM', 'GOV.NOTIFY', 'A-1');

describe("A letter's reference", () => {
  it('has each of the 36 symbols equally often over all fair bytes', () => {
    const times = new Map<string, number>();
    for (let byte = 0; byte < 252; byte += 1) {
      const symbol = referenceFrom(new Uint8Array(16).fill(byte)).charAt(0);
      times.set(symbol, (times.get(symbol) ?? 0) + 1);
    }
    expect([...times.keys()].sort().join('')).toBe('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    expect(new Set(times.values())).toEqual(new Set([7]));
  });

  it('passes over bytes that would favour some symbols', () => {
    const bytes = Uint8Array.from([252, 253, 254, 255, ...Array.from({ length: 16 }, (_, index) => index)]);
    expect(referenceFrom(bytes)).toBe('ABCDEFGHIJKLMNOP');
  });

  it.each([0, 15])('is not made of %i fair bytes', (length) => {
    expect(() => referenceFrom(new Uint8Array(length))).toThrow(RangeError);
    expect(() => referenceFrom(Uint8Array.from([...new Uint8Array(length), 255, 255]))).toThrow(RangeError);
  });
});

describe('The keys of a letter', () => {
  it('are the ones that the predecessor used', () => {
    expect(incomingKeyOf(REFERENCE)).toBe('incoming/ABCDEFGH01234567.PDF');
    expect(acceptedMarkerKeyOf(DAY, LETTER)).toBe('accepted/2026-01-05/11111111-2222-4333-8444-555555555555.json');
    expect(cancelledMarkerKeyOf(DAY, LETTER)).toBe('cancelled/2026-01-05/11111111-2222-4333-8444-555555555555.json');
  });

  it.each([
    ['first', '1'],
    ['second', '2'],
    ['economy', 'ECONOMY'],
    ['europe', 'E'],
    ['rest-of-world', 'N'],
  ] as const)('carry the print day as folder and %s as class', (postage, code) => {
    expect(printKeyOf({ day: DAY, reference: REFERENCE, postage, createdAt: CREATED })).toBe(
      `2026-01-05/NOTIFY.ABCDEFGH01234567.D.${code}.C.20260105090807.PDF`,
    );
  });

  it('are read back as they were made, with any prefix and in any case', () => {
    const keys = fc.record({ day: days, reference: references, postage: postages, createdAt: wholeSeconds });
    fc.assert(
      fc.property(keys, prefixes, (key, prefix) => {
        const text = printKeyOf({ ...key, prefix });
        const read = present(parsePrintKey(text.toLowerCase(), prefix));
        return printKeyOf({ ...read, prefix }) === text && read.day === key.day && read.reference === key.reference;
      }),
      runs,
    );
  });

  it.each([
    '2026-01-05/NOTIFY.ABCDEFGH01234567.D.1.C.20260105090807.PDF.TXT',
    '2026-01-05/NOTIFY.ABCDEFGH01234567.S.1.C.20260105090807.PDF',
    '2026-01-05/NOTIFY.ABCDEFGH01234567.D.1.B.20260105090807.PDF',
    '2026-01-05/NOTIFY.ABCDEFGH01234567.D.1.C.20260105090860.PDF',
    '2026-01-05/x/NOTIFY.ABCDEFGH01234567.D.1.C.20260105090807.PDF',
    '2026-02-30/NOTIFY.ABCDEFGH01234567.D.1.C.20260105090807.PDF',
    '2026-01-05/NOTIFY.ABCDEFGH0123456.D.1.C.20260105090807.PDF',
    '2026-01-05/NOTIFY.ABCDEFGH01234567.D.3.C.20260105090807.PDF',
    'NOTIFY.ABCDEFGH01234567.D.1.C.20260105090807.PDF',
  ])('are not read from %s', (key) => {
    expect(parsePrintKey(key)).toBeUndefined();
  });

  it('row 2: have a base name of their own, whatever the folder', () => {
    expect(baseNameOf('2026-01-05/NOTIFY.X.PDF')).toBe('NOTIFY.X.PDF');
    expect(baseNameOf('a/b/c')).toBe('c');
    expect(baseNameOf('plain')).toBe('plain');
  });

  it('end in .pdf in any case; everything else in a listing is no letter', () => {
    expect(['a/B.PDF', 'b.pdf', 'c.Pdf'].filter(isLetterKey)).toHaveLength(3);
    expect(['a.pdf.txt', 'zips_sent/X.ZIP.TXT', 'pdf', 'a.pdf/', ''].filter(isLetterKey)).toEqual([]);
  });
});

describe('Text from outside', () => {
  it('is read as a name without a fault, and what is read is that very name', () => {
    const zipNames = fc.tuple(batchIdentities, sha256s).map(([identity, hash]) => zipNameOf(identity, hash));
    const printKeys = fc
      .record({ day: days, reference: references, postage: postages, createdAt: wholeSeconds })
      .map((key) => printKeyOf(key));
    const manifests = fc
      .tuple(days, batchIdentities, fc.uuid())
      .map(([printDay, identity, nonce]) =>
        manifestKeyOf(printDay, batchIdOf(identity), tempNameOf(batchIdOf(identity), nonce)),
      );
    const inbound = instants.map((at) => `NOTIFY-${stampOf(at)}-RSP.TXT`);
    fc.assert(
      fc.property(damaged(fc.oneof(zipNames, printKeys, manifests, inbound)), (text) => {
        const printKey = parsePrintKey(text);
        if (printKey) expect(printKeyOf(printKey)).toBe(text.toUpperCase());
        const manifest = parseManifestKey(text);
        if (manifest) expect(manifestKeyOf(manifest.day, manifest.batchId, manifest.temp)).toBe(text);
        const zip = parseZipName(text);
        if (zip) expect(text.toUpperCase()).toContain(zip.content);
        const file = parseInboundName(text);
        if (file) expect(file.at.getTime()).not.toBeNaN();
      }),
      runs,
    );
  });
});
