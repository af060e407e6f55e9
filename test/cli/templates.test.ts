import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let folder: string;
let service: string;
beforeAll(async () => {
  [world, folder] = await Promise.all([createCliWorld(), mkdtemp(join(tmpdir(), 'postroom-templates-'))]);
  service = ((await world.json('service', 'create', 'Passports')) as { id: string }).id;
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

async function aFile(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

interface TemplateJson {
  readonly id: string;
  readonly version: number;
  readonly archived: boolean;
}

const TEXTS = ['--name', 'Renewal', '--subject', 'Your ((thing))', '--body', 'Dear ((name))'];
const create = async (...options: string[]) =>
  (await world.json('template', 'create', service, ...TEXTS, ...options)) as TemplateJson;

test('A new template is version 1, and its placeholders are named in the order in which a letter shows them', async () => {
  expect(await create('--contact-block', '((office))\nLondon', '--postage', 'first')).toMatchObject({
    service_id: service,
    name: 'Renewal',
    version: 1,
    postage: 'first',
    archived: false,
    placeholders: ['office', 'thing', 'name'],
    contact_block: '((office))\nLondon',
    subject: 'Your ((thing))',
    body: 'Dear ((name))',
    created_by: 'alex',
    updated_at: null,
  });
  expect(await create()).toMatchObject({ postage: 'second', contact_block: null });
});

test('Body and contact block may come from files, without the line ends at their end', async () => {
  const body = await aFile('body.md', '# Dear ((name))\r\n\r\nHello\r\n');
  const block = await aFile('block.txt', 'Passports\nLondon\n\n');
  const files = ['--body-file', body, '--contact-block-file', block];
  expect(await world.json('template', 'create', service, '--name', 'x', '--subject', 'y', ...files)).toMatchObject({
    body: '# Dear ((name))\r\n\r\nHello',
    contact_block: 'Passports\nLondon',
  });
});

test('A change makes the next version in the name of who made it; each version can be shown', async () => {
  const { id } = await create('--contact-block', 'London');
  const update = (...options: string[]) => world.json('template', 'update', service, id, ...options);
  expect(await update('--subject', 'Hello', '--as', 'sam')).toMatchObject({
    version: 2,
    subject: 'Hello',
    body: 'Dear ((name))',
    contact_block: 'London',
    created_by: 'sam',
  });
  expect(await update('--no-contact-block')).toMatchObject({ version: 3, contact_block: null });
  expect(await world.json('template', 'show', service, id)).toMatchObject({ version: 3 });
  expect(await world.json('template', 'show', service, id, '--version', '1')).toMatchObject({
    version: 1,
    subject: 'Your ((thing))',
  });
});

test('An archived template is shown but not listed, and is not changed', async () => {
  const { id } = await create();
  const listed = async () => ((await world.json('template', 'list', service)) as TemplateJson[]).map((each) => each.id);
  expect(await listed()).toContain(id);
  const archive = () => world.json('template', 'archive', service, id);
  const archived = await archive();
  expect(archived).toMatchObject({ archived: true });
  expect(await archive()).toEqual(archived);
  expect(await listed()).not.toContain(id);
  expect(await world.json('template', 'show', service, id)).toMatchObject({ archived: true });
  expect(await world.run('template', 'update', service, id, '--name', 'x')).toMatchObject({ code: 1, out: '' });
});

const ID = randomUUID();

test.each<[string, number, () => readonly string[] | Promise<readonly string[]>, RegExp]>([
  ['a service that is not there', 1, () => ['create', ID, ...TEXTS], /no service/],
  ['a service that is no id', 2, () => ['create', 'x', ...TEXTS], /id of a service/],
  ['no body', 2, () => ['create', service, '--name', 'x', '--subject', 'y'], /--body-file/],
  ['no name', 2, () => ['create', service, '--body', 'x', '--subject', 'y'], /--name/],
  ['no subject', 2, () => ['create', service, '--body', 'x', '--name', 'y'], /--subject/],
  ['an empty name', 2, () => ['create', service, ...TEXTS, '--name', ' '], /not empty/],
  ['a NUL', 2, () => ['create', service, ...TEXTS, '--subject', 'a\0b'], /NUL/],
  [
    'a postage of letters abroad',
    2,
    () => ['create', service, ...TEXTS, '--postage', 'europe'],
    /first, second, economy/,
  ],
  ['a body twice', 2, () => ['create', service, ...TEXTS, '--body-file', 'x'], /not both/],
  [
    'a contact block twice',
    2,
    () => ['update', service, ID, '--no-contact-block', '--contact-block-file', 'x'],
    /not both/,
  ],
  [
    'a file that is not there',
    2,
    () => ['update', service, ID, '--body-file', join(folder, 'nowhere')],
    /cannot be read/,
  ],
  ['an empty file', 2, async () => ['update', service, ID, '--body-file', await aFile('empty', '\n')], /not empty/],
  [
    'a file in no UTF-8',
    2,
    async () => ['update', service, ID, '--body-file', await aFile('latin', Buffer.from([0xe9]))],
    /UTF-8/,
  ],
  ['nothing to change', 2, () => ['update', service, ID], /what to change/],
  ['an unknown template to change', 1, () => ['update', service, ID, '--name', 'x'], /template list/],
  ['an unknown template to show', 1, () => ['show', service, ID], /template list/],
  ['an unknown template to archive', 1, () => ['archive', service, ID], /template list/],
  ['a template that is no id', 2, () => ['show', service, 'x'], /id of a template/],
  ['an unknown version', 1, async () => ['show', service, (await create()).id, '--version', '2'], /version 2/],
  ['version 0', 2, async () => ['show', service, (await create()).id, '--version', '0'], /whole number/],
])('%s: exit code %i and one line that says what to do', async (_case, code, argv, message) => {
  const said = await world.run('template', ...(await argv()));
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(/^postroom: [^\n]+$/);
  expect(said.error).toMatch(message);
});
