import fc from 'fast-check';
import { decodeReferences, escapeHtml } from '../../src/domain/character-references';
import {
  type TemplateText,
  fillTemplate,
  isEmptyOnceFilled,
  missingPersonalisation,
  personalisationOf,
} from '../../src/domain/fill-template';
import { type Personalisation, sendsFile } from '../../src/domain/personalisation';
import rows from '../fixtures/templates/filled.json';
import { damaged, runs } from './arbitraries';

const template = (text: Partial<TemplateText>): TemplateText => ({
  contactBlock: null,
  subject: '',
  body: '',
  ...text,
});

describe('A letter made from a template with', () => {
  test.each(rows.map((row) => [JSON.stringify(row.title), row] as const))(
    '%s says what it says at Notify',
    (_, row) => {
      const personalisation: Personalisation = row.personalisation;
      const filled = fillTemplate(row.template, personalisation);
      const missing = missingPersonalisation(row.template, personalisation);
      expect({
        placeholders: Object.keys(personalisationOf(row.template)),
        missing,
        ...(missing.length > 0
          ? {}
          : { subject: filled.subject, body: filled.body, empty: isEmptyOnceFilled(row.template, filled) }),
      }).toEqual({
        placeholders: row.placeholders,
        missing: row.missing,
        ...(missing.length > 0 ? {} : { subject: row.subject, body: row.body, empty: row.empty }),
      });
    },
  );
});

test('Every placeholder of a template is required', () => {
  expect(personalisationOf(template({ contactBlock: '((__proto__))', body: '((b??x)) ((B))' }))).toEqual(
    Object.fromEntries([
      ['__proto__', { required: true }],
      ['b', { required: true }],
    ]),
  );
});

test('A contact block is printed as its lines, each without the blanks around it', () => {
  const contactBlock = '  Office of ((who)) , Room 1 \n  Fish &amp; Chips &lt;3\n((more??Floor 2))  ';
  const filled = fillTemplate(template({ contactBlock }), { who: 'A & B', more: 'no' });
  expect(filled.contactBlock).toBe('Office of A & B, Room 1\nFish & Chips <3');
  expect(fillTemplate(template({ contactBlock: '((a))|((a))' }), { a: 'x\r\ny\rz\u0000\n' }).contactBlock).toBe(
    'x\ny\nz \n|x\ny\nz',
  );
  for (const nothing of [null, '', ' \n ', '((a))']) {
    expect(fillTemplate(template({ contactBlock: nothing }), { a: '' }).contactBlock).toBeNull();
  }
});

test.each([
  ['A &amp; B', 'A & B'],
  ['a < b', 'a < b'],
  ['&lt;b&gt; &amp;lt; &nbsp;.', '<b> &lt; \u00a0.'],
  ['\\"straight\\" "curled"', '"straight" “curled”'],
  ['a\u0007b \ud83d', 'a b \ufffd'],
  ['&copy; &#; &#0; &#xD800; &#x110000; &#x1F600;', '&copy; &#; &#0; &#xD800; &#x110000; 😀'],
])('The subject %s is printed as %s', (subject, heading) => {
  expect(fillTemplate(template({ subject }), {}).heading).toBe(heading);
});

test.each<[Personalisation, boolean]>([
  [{ a: { file: 'x', filename: null } }, true],
  [{ a: 'x', b: { file: null } }, true],
  [{ a: { files: 'x' }, b: ['file'], file: 'x', c: null }, false],
  [{ a: [{ file: 'x' }] }, false],
  [{}, false],
])('Personalisation %j sends a file: %p', (personalisation, sends) => {
  expect(sendsFile(personalisation)).toBe(sends);
});

describe('Any template and values', () => {
  const written = fc.constantFrom('((a)) - "b"', "((a??it's)) ((B_c))", '(((a))) ((b', 'Tom &amp; <b>', ' , . \\" x@y');
  const texts = damaged(written);
  const values = fc.dictionary(fc.constantFrom('a', 'b', 'bc', 'A', '__proto__'), fc.jsonValue());

  test('are filled, and a name that is not missing is nowhere left', () => {
    fc.assert(
      fc.property(texts, texts, values, (subject, body, personalisation) => {
        const text = template({ subject, body });
        const filled = fillTemplate(text, personalisation);
        const missing = missingPersonalisation(text, personalisation);
        expect(missing).toEqual(Object.keys(personalisationOf(text)).filter((name) => missing.includes(name)));
        for (const name of Object.keys(personalisationOf(text))) {
          if (!missing.includes(name) && !JSON.stringify(personalisation).includes('((')) {
            expect(filled.body).not.toContain(`((${name}))`);
          }
        }
      }),
      runs,
    );
  });

  test('make a subject without a tag, on one line, that reads as what was written', () => {
    fc.assert(
      fc.property(texts, values, (subject, personalisation) => {
        const filled = fillTemplate(template({ subject }), personalisation);
        expect(filled.subject).not.toMatch(/[<>\n\r]/u);
        expect(decodeReferences(escapeHtml(subject))).toBe(decodeReferences(subject));
      }),
      runs,
    );
  });

  test('of brackets, blanks and quotes without end are filled in the time of their length', () => {
    const began = performance.now();
    for (const piece of ['(', ')', '((a', '((a))', ' ', '"', "'", ' -', '@', 'a@', '&', '&#', '\\', ' "', '\t.']) {
      const text = `x${piece.repeat(100_000 / piece.length)}x`;
      expect(
        fillTemplate(template({ subject: text, body: text, contactBlock: text }), { a: text.slice(0, 9) }),
      ).toBeDefined();
    }
    expect(performance.now() - began).toBeLessThan(20_000); // about a second; with a rule that goes back over its steps, minutes
  });
});
