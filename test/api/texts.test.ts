import fc from 'fast-check';
import { decodeBase64 } from '../../src/api/base64';
import { pythonText } from '../../src/api/python-text';
import { readUuid } from '../../src/api/uuid';

describe("A value in a message looks as Python's repr without apostrophes", () => {
  test.each<[unknown, string]>([
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [5, '5'],
    [1.5, '1.5'],
    ['text', 'text'],
    ["it's", '"its"'],
    ['it\'s "so"', 'it\\s "so"'],
    ['say "so"', 'say "so"'],
    ['a\nb\tc\\', 'a\\nb\\tc\\\\'],
    ['\u0000\u0007\u00a0\u200b', '\\x00\\x07\\xa0\\u200b'],
    ['é 😀', 'é 😀'],
    ['\u{e0001}', '\\U000e0001'],
    [['a', 1, null], '[a, 1, None]'],
    [{ a: [true], b: {} }, '{a: [True], b: {}}'],
    [[], '[]'],
  ])('%p is %s', (value, text) => {
    expect(pythonText(value)).toBe(text);
  });
});

describe('Base64', () => {
  test('What a client encodes is decoded, with whitespace anywhere', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('', '\n', '\r\n', ' \t'), (bytes, space) => {
        const encoded = Buffer.from(bytes).toString('base64').split('').join(space);
        expect(decodeBase64(encoded)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('Nothing is decoded that does not encode to the same text again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'a', '0', '+', '/', '=', '-', '_', '€', '.') }), (text) => {
        const decoded = decodeBase64(text);
        if (decoded) expect(decoded.toString('base64').slice(0, -3)).toBe(text.slice(0, -3));
      }),
      { numRuns: 1000 },
    );
  });
});

test('A UUID is read in any of its written forms, and nothing else is', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      for (const form of [uuid, uuid.toUpperCase(), uuid.replaceAll('-', ''), `{${uuid}}`, `urn:uuid:${uuid}`]) {
        expect(readUuid(form)).toBe(uuid);
      }
      for (const wrong of [`${uuid}0`, uuid.slice(1), `${uuid}\n`, `x${uuid.slice(1)}`, 5, null]) {
        expect(readUuid(wrong)).toBeUndefined();
      }
    }),
  );
});
