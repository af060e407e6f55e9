import { parseReferenceList } from '../../src/domain/returned-letters';

const ONE = 'ABCDEFGH01234567';
const TWO = 'ZBCDEFGH01234567';

describe('A list of letters that came back', () => {
  it.each([
    ['one a line', `${ONE}\n${TWO}\n`],
    ['with a byte order mark, carriage returns and blanks', `\uFEFF${ONE}\r\n\r\n ${TWO} \r\n`],
    ['in lower case', `${ONE.toLowerCase()}\n${TWO.toLowerCase()}`],
    ['as a JSON list', `["${ONE}", "${TWO}"]`],
  ])('Is read %s', (_, text) => {
    expect(parseReferenceList(text)).toEqual({
      ok: true,
      value: { references: [ONE, TWO], repeated: [], foreign: [] },
    });
  });

  it('Names what comes twice, and what is no reference of ours', () => {
    expect(parseReferenceList(`${ONE}\nhello\n${ONE}\n${'x'.repeat(500)}\n`)).toEqual({
      ok: true,
      value: { references: [ONE], repeated: [ONE], foreign: ['hello', 'x'.repeat(100)] },
    });
  });

  it.each(['', '\n \n', '[]', '["A", 5]', '[1', 'A\0B', '\uFFFD'])('Is refused when it is %j', (text) => {
    expect(parseReferenceList(text).ok).toBe(false);
  });
});
