import fc from 'fast-check';
import { base32Of } from '../../src/domain/base32';
import { batchIdOf } from '../../src/domain/batch';
import { parseLetterId, parseServiceId, parseSha256 } from '../../src/domain/letter';
import {
  manifestKeyOf,
  manifestPrefixOf,
  parseManifestKey,
  parseZipName,
  sentMarkerKeyOf,
  tempNameOf,
  tempPrefixOf,
  zipContentText,
  zipKeyOf,
  zipNameOf,
  zipsSentKeyOf,
} from '../../src/domain/names';
import { batchIdentities, day, days, present, runs, sha256s } from './arbitraries';

const DAY = day('2026-01-05');
const SERVICE = present(parseServiceId('0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11'));
const HASH = present(parseSha256('666f6f6261'.repeat(6) + '0123'));
const IDENTITY = { day: DAY, runNo: 1, postage: 'second', number: 7, serviceId: SERVICE } as const;
const BATCH = batchIdOf(IDENTITY);
const LETTER = present(parseLetterId('11111111-2222-4333-8444-555555555555'));
const prefixes = fc.constantFrom('NOTIFY', 'POSTROOM', 'GOV.NOTIFY', 'A-1');

describe("A zip's name", () => {
  const NAME = 'NOTIFY.2026-01-05.2.007.MZXW6YTBMZXW6YTBMZXW.0C6D9F3E-7A51-4D0B-9A47-2F1F6A0B7C11.ZIP';

  it('says day, class, place, content and service in capitals', () => {
    expect(zipNameOf(IDENTITY, HASH)).toBe(NAME);
    expect(zipNameOf(IDENTITY, HASH, 'postroom')).toBe(NAME.replace('NOTIFY', 'POSTROOM'));
  });

  it('has the content in the base32 of RFC 4648', () => {
    expect(base32Of('666f6f6261', 8)).toBe('MZXW6YTB');
    expect(base32Of('0'.repeat(64), 20)).toBe('A'.repeat(20));
    expect(base32Of('f'.repeat(64), 20)).toBe('7'.repeat(20));
  });

  it('is that of its letters and their hashes in order', () => {
    const other = present(parseLetterId('99999999-2222-4333-8444-555555555555'));
    const letters = [
      { id: LETTER, sha256: HASH },
      { id: other, sha256: HASH },
    ];
    expect(zipContentText(letters)).toBe(`${LETTER} ${HASH}\n${other} ${HASH}\n`);
    expect(zipContentText(letters.toReversed())).not.toBe(zipContentText(letters));
    expect(zipContentText([])).toBe('');
  });

  it('is read back as it was made, with any prefix', () => {
    fc.assert(
      fc.property(batchIdentities, sha256s, prefixes, (identity, hash, prefix) => {
        const name = zipNameOf(identity, hash, prefix);
        const { day: printDay, postage, number, serviceId } = identity;
        const content = base32Of(hash, 20);
        expect(parseZipName(name, prefix)).toEqual({ day: printDay, postage, number, content, serviceId });
      }),
      runs,
    );
  });

  it('row 8: is the same name in lower case, as the printer may write it', () => {
    expect(parseZipName(NAME.toLowerCase())).toEqual(parseZipName(NAME));
    expect(parseZipName(NAME)).toBeDefined();
  });

  it.each([
    ['another prefix', NAME.replace('NOTIFY', 'OTHER')],
    ['a day that does not exist', NAME.replace('01-05', '13-05')],
    ['an unknown class', NAME.replace('.2.', '.3.')],
    ['place 0', NAME.replace('.007.', '.000.')],
    ['a shorter content', NAME.replace('MZXW.', 'MZX.')],
    ['a digit that base32 lacks', NAME.replace('MZXW.', 'MZX1.')],
    ['no service', NAME.replace(/\.0C6D.*\.ZIP/, '.ZIP')],
    ['another ending', NAME.replace('.ZIP', '.TXT')],
    ['a further ending', `${NAME}.TXT`],
    ['a folder', `2026-01-05/${NAME}`],
  ])('is not read from a name with %s', (_, name) => {
    expect(parseZipName(name)).toBeUndefined();
  });

  it('gives the keys of the zip kept and of the record that it was sent', () => {
    expect(zipKeyOf(DAY, NAME.toLowerCase())).toBe(`zips/2026-01-05/${NAME}`);
    expect(zipsSentKeyOf(DAY, NAME.toLowerCase())).toBe(`2026-01-05/zips_sent/${NAME}.TXT`);
  });
});

describe("A batch's staged file", () => {
  it('is hidden, new for each attempt and known by its batch', () => {
    expect(tempNameOf(BATCH, 'abc123')).toBe(`.${BATCH}.abc123.part`);
    expect(tempPrefixOf(BATCH)).toBe(`.${BATCH}.`);
  });

  it('is never taken for the file of another batch', () => {
    fc.assert(
      fc.property(batchIdentities, batchIdentities, (one, other) => {
        const belongs = tempNameOf(batchIdOf(one), 'abc').startsWith(tempPrefixOf(batchIdOf(other)));
        expect(belongs).toBe(batchIdOf(one) === batchIdOf(other));
      }),
      runs,
    );
  });
});

describe("A batch's manifest", () => {
  it('names batch and staged file, so that two attempts cannot overwrite each other', () => {
    const key = manifestKeyOf(DAY, BATCH, tempNameOf(BATCH, 'abc'));
    expect(key).toBe(`manifests/2026-01-05/${BATCH}:.${BATCH}.abc.part.json`);
    expect(key.startsWith(manifestPrefixOf(DAY))).toBe(true);
    expect(key).not.toBe(manifestKeyOf(DAY, BATCH, tempNameOf(BATCH, 'abd')));
    expect(sentMarkerKeyOf(DAY, BATCH)).toBe(`sent/2026-01-05/${BATCH}.json`);
  });

  it('is read back as it was made', () => {
    fc.assert(
      fc.property(days, batchIdentities, fc.uuid(), (printDay, identity, nonce) => {
        const batchId = batchIdOf(identity);
        const temp = tempNameOf(batchId, nonce);
        expect(parseManifestKey(manifestKeyOf(printDay, batchId, temp))).toEqual({ day: printDay, batchId, temp });
      }),
      runs,
    );
  });

  it.each([
    'manifests/2026-01-05/',
    `manifests/2026-01-05/${BATCH}.json`,
    `manifests/2026-01-05/${BATCH}:.json`,
    `manifests/2026-02-30/${BATCH}:temp.json`,
    `manifests/2026-01-05/batch:temp.json`,
    `sent/2026-01-05/${BATCH}:temp.json`,
    `x/manifests/2026-01-05/${BATCH}:temp.json`,
  ])('is not read from %s', (key) => {
    expect(parseManifestKey(key)).toBeUndefined();
  });
});
