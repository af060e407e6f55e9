/** The schema of POST /v2/notifications/letter: the messages of letters-api §3.1. */
import { type Tenant, type World, createWorld, postLetter, precompiled, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

async function expectRefusal(body: object | string, expected: object): Promise<void> {
  const answer = await postLetter(world.app(), tenant, body);
  expect([answer.status, answer.body]).toEqual([400, expected]);
}

const TEMPLATE = '8a5d4a52-5f9e-4f3a-9c1d-0d6a3c0c7b11';
const NEEDS_BOTH = ['template_id is a required property', 'personalisation is a required property'];

describe('The schema names every violation in the words that clients know', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['{}', {}, NEEDS_BOTH],
    ['null counts as {}', null, NEEDS_BOTH],
    ['false counts as {}', false, NEEDS_BOTH],
    ['0 counts as {}', 0, NEEDS_BOTH],
    ['empty text counts as {}', '', NEEDS_BOTH],
    ['[] counts as {}', [], NEEDS_BOTH],
    ['a list is no object', ['a'], ['[a] is not of type object']],
    ['a number is no object', 5, ['5 is not of type object']],
    ['text is no object', 'content', ['content is not of type object']],
    ['true is no object', true, ['True is not of type object']],
    ['no reference', { content: '' }, ['reference is a required property']],
    ['a number as reference', precompiled({ reference: 5 }), ['reference 5 is not of type string']],
    ['a null reference', precompiled({ reference: null }), ['reference None is not of type string']],
    ['a boolean as reference', precompiled({ reference: true }), ['reference True is not of type string']],
    [
      'a list as reference',
      precompiled({ reference: ['a', 'b', null] }),
      ['reference [a, b, None] is not of type string'],
    ],
    [
      'an object as reference',
      precompiled({ reference: { a: "it's" } }),
      ['reference {a: "its"} is not of type string'],
    ],
    ['a number as content', precompiled({ content: 5 }), ['content 5 is not of type string']],
    ['null content', precompiled({ content: null }), ['content None is not of type string']],
    [
      'an unknown postage',
      precompiled({ postage: 'third' }),
      ['postage invalid. It must be either first, second or economy.'],
    ],
    [
      'postage europe',
      precompiled({ postage: 'europe' }),
      ['postage invalid. It must be either first, second or economy.'],
    ],
    [
      'postage rest-of-world',
      precompiled({ postage: 'rest-of-world' }),
      ['postage invalid. It must be either first, second or economy.'],
    ],
    ['a number as postage', precompiled({ postage: 1 }), ['postage 1 is not of type string']],
    ['null postage', precompiled({ postage: null }), ['postage None is not of type string']],
    ['one further property', precompiled({ foo: 1 }), ['Additional properties are not allowed (foo was unexpected)']],
    [
      'several further properties',
      precompiled({ foo: 1, bar: 2 }),
      ['Additional properties are not allowed (bar, foo were unexpected)'],
    ],
    [
      'a template beside content',
      precompiled({ template_id: TEMPLATE, personalisation: {} }),
      ['Additional properties are not allowed (personalisation, template_id were unexpected)'],
    ],
    [
      'a NUL in the reference',
      precompiled({ reference: 'a\0b' }),
      ['reference must not contain NUL or half a character'],
    ],
    [
      'half a character in the reference',
      precompiled({ reference: 'a\ud800b' }),
      ['reference must not contain NUL or half a character'],
    ],
    [
      'violations in the order of the schema, then what is missing, then what is too much',
      { more: 1, postage: 'x', content: 5 },
      [
        'content 5 is not of type string',
        'postage invalid. It must be either first, second or economy.',
        'reference is a required property',
        'Additional properties are not allowed (more was unexpected)',
      ],
    ],
    ['a template that is no UUID', { template_id: 'x', personalisation: {} }, ['template_id is not a valid UUID']],
    ['a null template', { template_id: null, personalisation: {} }, ['template_id is not a valid UUID']],
    ['a number as template', { template_id: 5, personalisation: {} }, ['template_id is not a valid UUID']],
    [
      'text as personalisation',
      { template_id: TEMPLATE, personalisation: 'a' },
      ['personalisation a is not of type object'],
    ],
    [
      'a list as personalisation',
      { template_id: TEMPLATE, personalisation: [] },
      ['personalisation [] is not of type object'],
    ],
    [
      'null personalisation',
      { template_id: TEMPLATE, personalisation: null },
      ['personalisation None is not of type object'],
    ],
    [
      'a NUL in the personalisation',
      { template_id: TEMPLATE, personalisation: { a: [{ b: 'x\0' }] } },
      ['personalisation must not contain NUL or half a character, and not be nested over 50 deep'],
    ],
    [
      'half a character in a name',
      { template_id: TEMPLATE, personalisation: { '\ud800': 1 } },
      ['personalisation must not contain NUL or half a character, and not be nested over 50 deep'],
    ],
    [
      'a personalisation too deep for the table',
      { template_id: TEMPLATE, personalisation: { a: JSON.parse('['.repeat(1000) + ']'.repeat(1000)) as unknown } },
      ['personalisation must not contain NUL or half a character, and not be nested over 50 deep'],
    ],
    [
      'a null reference of a templated letter',
      { template_id: TEMPLATE, personalisation: {}, reference: null },
      ['reference None is not of type string'],
    ],
    [
      'postage of a templated letter',
      { template_id: TEMPLATE, personalisation: {}, postage: 'first' },
      ['Additional properties are not allowed (postage was unexpected)'],
    ],
    [
      'scheduled_for',
      { template_id: TEMPLATE, personalisation: {}, scheduled_for: null },
      ['Additional properties are not allowed (scheduled_for was unexpected)'],
    ],
    [
      'a long reference',
      { template_id: TEMPLATE, personalisation: {}, reference: 'é'.repeat(1001) },
      [`reference ${'é'.repeat(1001)} is too long`],
    ],
    [
      'all at once',
      { template_id: 'x', reference: 5, b: 1, a: 1 },
      [
        'template_id is not a valid UUID',
        'reference 5 is not of type string',
        'personalisation is a required property',
        'Additional properties are not allowed (a, b were unexpected)',
      ],
    ],
  ])('%s', async (_case, body, messages) => {
    await expectRefusal(JSON.stringify(body), v2Error(400, 'ValidationError', ...messages));
  });

  test('a property named like a part of JavaScript is one too many', async () => {
    const body = `{"content":"","reference":"","__proto__":1,"constructor":2}`;
    const answer = await postLetter(world.app(), tenant, body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('constructor');
  });
});

test.each(['9007199254740993', '-12345678901234567890', '1e999'])(
  'A number that would lose digits is refused, however deep it lies: %s',
  async (number) => {
    const body = `{"template_id":"${TEMPLATE}","personalisation":{"a":[{"b":${number}}]}}`;
    const message = 'personalisation must not contain a number over 9007199254740991: send it as text';
    await expectRefusal(body, v2Error(400, 'ValidationError', message));
  },
);
