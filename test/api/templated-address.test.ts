/** The recipient of a templated letter: the cases of letters-api §5. The rules themselves have tests of their own, in test/domain. */
import type { Template } from '../../src/domain/template';
import { type Tenant, type World, createWorld, makeTemplate, postLetter, v2Error } from './world';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const TOO_FEW = 'Address must be at least 3 lines';
const BOTH_LINES = 'The first 2 lines of the address must both include at least one alphanumeric character';
const POSTCODE = 'Must be a real UK postcode';
const OR_COUNTRY = 'Last line of address must be a real UK postcode or another country';
const CHARACTERS = 'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >';

/** Lines divided by `|`, without and with international letters: the lines of the window, or the refusal. */
const ADDRESSES: readonly [string, string, string?][] = [
  ['A B|1 High St|sw1a1aa', '=A B|1 High St|SW1A 1AA'],
  ['A B|1 High St|SW1A 1AA|England|UK', '=A B|1 High St|SW1A 1AA'],
  ['A B|1 High St', TOO_FEW],
  ['A B|1 High St|Wales', TOO_FEW],
  ['A B|1 High St|Jersey', TOO_FEW],
  ['1|2|3|4|5|6|7\n8', 'Address must be no more than 7 lines'],
  ['A|--|SW1A 1AA', BOTH_LINES],
  ['A B|1 High St|France', POSTCODE, '=A B|1 High St|France'],
  ['A B|1 High St|Deutschland', POSTCODE, '=A B|1 High St|Germany'],
  ['A B|1 High St|Dublin|Republic of Ireland', POSTCODE, '=A B|1 High St|Dublin|Ireland'],
  ['A B|1 High St|Paris|75001 France', POSTCODE, OR_COUNTRY],
  ['A|b|SW1A 1AA|Gibraltar', POSTCODE, '=A|b|SW1A 1AA|Gibraltar'],
  ['A|b|SW1A 1AA.', POSTCODE, OR_COUNTRY],
  ['A\nA2|b\nb2|c\nc2|SW1A 1AA|UK', '=A|A2|b|b2|c|c2|SW1A 1AA'],
  ['Mx One|BF1 1AA|bfpo c/o 123', '=Mx One|BF1 1AA|BFPO 123'],
  ['Mx One|Unit|BFPO 123|France', 'The last line of a BFPO address must not be a country.'],
  ['A|(b|SW1A 1AA', CHARACTERS],
  ['A|~b|SW1A 1AA', CHARACTERS],
  ['NFA|b|SW1A 1AA', 'Must be a real address'],
  ['A|no fixed abode|SW1A 1AA', 'Must be a real address'],
];

describe.each(['national', 'international'] as const)('Addresses of a service with %s letters', (kind) => {
  let caller: Tenant;
  let plain: Template;
  beforeAll(async () => {
    caller = await world.tenant();
    await world.services.update(caller.service.id, { international: kind === 'international' });
    plain = await makeTemplate(world, caller, { body: 'Hello' });
  });

  test.each(ADDRESSES)('%s', async (lines, national, international = national) => {
    const expected = kind === 'national' ? national : international;
    const personalisation = Object.fromEntries(
      lines.split('|').map((line, index) => [`address_line_${index + 1}`, line]),
    );
    const answer = await postLetter(world.app(), caller, { template_id: plain.id, personalisation });
    if (expected.startsWith('=')) {
      const { id } = answer.body as { id: string };
      const [row] = await world.sql('select address_lines from letters where id = $1', id);
      expect(row?.['address_lines']).toEqual(expected.slice(1).split('|'));
    } else {
      expect([answer.status, answer.body]).toEqual([400, v2Error(400, 'ValidationError', expected)]);
    }
  });
});
