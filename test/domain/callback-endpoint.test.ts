import { parseCallbackStatuses, parseCallbackToken, parseCallbackUrl } from '../../src/domain/callback-endpoint';
import { LETTER_STATUSES } from '../../src/domain/letter';

const abroad = (text: string) => parseCallbackUrl(text, { allowPrivate: false });
const atHome = (text: string) => parseCallbackUrl(text, { allowPrivate: true });

describe('The URL of an endpoint', () => {
  test.each([
    ['https://council.example/letters', 'https://council.example/letters'],
    ['HTTPS://Council.Example:443', 'https://council.example/'],
    ['https://council.example:8443/a?b=c', 'https://council.example:8443/a?b=c'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('%s is taken as %s', (text, url) => expect(abroad(text)).toEqual({ ok: true, value: url }));

  test.each([
    ['council.example', 'is not a URL'],
    ['', 'is not a URL'],
    [`https://council.example/${'x'.repeat(2_000)}`, 'is not a URL'],
    ['http://council.example/', 'is not https'],
    ['ftp://council.example/', 'is not https'],
    ['https://ada:secret@council.example/', 'carries credentials'],
    ['https://ada@council.example/', 'carries credentials'],
    ['https://council.example/#letters', 'after #'],
    ['https://council.example:22/', 'another port'],
    ['https://council.example:80/', 'another port'],
    ['https://127.0.0.1/', 'names an address'],
    ['https://8.8.8.8/', 'names an address'],
    ['https://2130706433/', 'names an address'],
    ['https://0x7f000001/', 'names an address'],
    ['https://0177.0.0.1/', 'names an address'],
    ['https://127.1/', 'names an address'],
    ['https://127.0.0.1./', 'names an address'],
    ['https://①②⑦.0.0.1/', 'names an address'],
    ['https://[::1]/', 'names an address'],
    ['https://[::ffff:10.0.0.1]/', 'names an address'],
    ['https://[2001:db8::1]/', 'names an address'],
    ['https://localhost/', 'own network'],
    ['https://metadata/', 'own network'],
  ])('%s is refused: it %s', (text, why) =>
    expect(abroad(text)).toEqual({ ok: false, error: expect.stringContaining(why) as string }),
  );

  test('may for local use name the own machine, by http and at any port, and still no credentials', () => {
    expect(atHome('http://localhost:4000/hook')).toEqual({ ok: true, value: 'http://localhost:4000/hook' });
    expect(atHome('http://127.0.0.1:4000/')).toMatchObject({ ok: true });
    expect(atHome('ftp://localhost/')).toMatchObject({ ok: false });
    expect(atHome('http://ada:secret@localhost/')).toMatchObject({ ok: false });
  });
});

test.each([
  ['0123456789', true],
  ['012345678', false],
  ['with space in it', false],
  ['line\nbreak-in-it', false],
  ['ünsichtbare-zeichen', false],
  ['x'.repeat(500), true],
  ['x'.repeat(501), false],
])('A bearer token such as %j: %s', (text, taken) => expect(parseCallbackToken(text)).toBe(taken ? text : undefined));

test.each([
  ['all', { ok: true, value: LETTER_STATUSES }],
  ['returned-letter, delivered,delivered', { ok: true, value: ['delivered', 'returned-letter'] }],
  ['delivered,posted', { ok: false, error: 'posted' }],
  ['', { ok: false, error: '' }],
])('Statuses given as %j', (text, parsed) => expect(parseCallbackStatuses(text)).toEqual(parsed));
