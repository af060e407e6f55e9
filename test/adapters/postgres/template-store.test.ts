import { randomUUID } from 'node:crypto';
import { type ServiceId, type TemplateId, parseTemplateId } from '../../../src/domain/letter';
import type { Template } from '../../../src/domain/template';
import { type Stores, type World, aService, aTemplateOf, openStores, openWorld } from './world';

let world: World;
/** The command line, with no more than its own rights. */
let operator: Stores;
let passports: ServiceId;
let visas: ServiceId;
beforeAll(async () => {
  world = await openWorld();
  operator = openStores({ url: world.urlAs('postroom_operator') });
  passports = await aService(world, 'Passports');
  visas = await aService(world, 'Visas');
});
afterAll(async () => {
  await operator.close();
  await world.close();
});

const unknown = (): TemplateId => {
  const id = parseTemplateId(randomUUID());
  if (!id) throw new Error('a wrong fixture');
  return id;
};
const aTemplate = (changes = {}): Promise<Template> => operator.templates.create(aTemplateOf(passports, changes));

test('A new template is version 1, and is found with all that was said of it', async () => {
  const made = await aTemplate({ contactBlock: 'Passports\n1 High St' });
  expect(made).toEqual({
    ...aTemplateOf(passports),
    id: made.id,
    contactBlock: 'Passports\n1 High St',
    version: 1,
    archived: false,
    createdAt: expect.any(Date) as Date,
    updatedAt: null,
  });
  expect(await operator.templates.find(passports, made.id)).toEqual(made);
  expect(await operator.templates.findVersion(passports, made.id, 1)).toEqual(made);
});

test('A change makes the next version; the one before stays as it was', async () => {
  const first = await aTemplate({ contactBlock: 'Passports' });
  const second = await operator.templates.update(passports, first.id, { body: 'Hello' }, 'sam');
  expect(second).toEqual({
    ...first,
    body: 'Hello',
    version: 2,
    createdBy: 'sam',
    updatedAt: expect.any(Date) as Date,
  });
  const third = await operator.templates.update(passports, first.id, { contactBlock: null }, 'sam');
  expect(third).toMatchObject({ version: 3, body: 'Hello', contactBlock: null });
  expect(await operator.templates.find(passports, first.id)).toEqual(third);
  expect(await operator.templates.findVersion(passports, first.id, 1)).toEqual(first);
  expect(await operator.templates.findVersion(passports, first.id, 4)).toBeUndefined();
});

test('Of two changes at once the second starts from what the first has made', async () => {
  const { id } = await aTemplate();
  await Promise.all([
    operator.templates.update(passports, id, { subject: 'Hello' }, 'sam'),
    operator.templates.update(passports, id, { body: 'Goodbye' }, 'alex'),
  ]);
  expect(await operator.templates.find(passports, id)).toMatchObject({
    version: 3,
    subject: 'Hello',
    body: 'Goodbye',
  });
});

test('An archived template is found, but neither changed nor listed; archiving it again changes nothing', async () => {
  const made = await aTemplate();
  const archived = await operator.templates.archive(passports, made.id);
  expect(archived).toEqual({ ...made, archived: true, updatedAt: expect.any(Date) as Date });
  expect(await operator.templates.archive(passports, made.id)).toEqual(archived);
  expect(await operator.templates.find(passports, made.id)).toEqual(archived);
  expect(await operator.templates.update(passports, made.id, { body: 'x' }, 'sam')).toBeUndefined();
  expect(await operator.templates.find(passports, made.id)).toEqual(archived);
  expect((await operator.templates.list(passports)).map(({ id }) => id)).not.toContain(made.id);
});

test("A service's templates are listed by name, in their newest version", async () => {
  const service = await aService(world, 'Libraries');
  const make = (name: string) => operator.templates.create(aTemplateOf(service, { name }));
  const [second, first] = [await make('Reminder'), await make('Invoice')];
  const changed = await operator.templates.update(service, second.id, { body: 'Pay' }, 'sam');
  expect(await operator.templates.list(service)).toEqual([first, changed]);
});

test("No service reaches another's template", async () => {
  const { id, version } = await aTemplate();
  for (const other of [visas, unknown() as string as ServiceId]) {
    expect(await operator.templates.find(other, id)).toBeUndefined();
    expect(await operator.templates.findVersion(other, id, version)).toBeUndefined();
    expect(await operator.templates.update(other, id, { body: 'x' }, 'sam')).toBeUndefined();
    expect(await operator.templates.archive(other, id)).toBeUndefined();
    expect((await operator.templates.list(other)).map((template) => template.id)).not.toContain(id);
  }
  expect(await operator.templates.find(passports, id)).toMatchObject({ version: 1, archived: false });
});

test('API and worker read templates with their own rights', async () => {
  const made = await aTemplate();
  for (const role of ['postroom_api', 'postroom_worker'] as const) {
    const stores = openStores({ url: world.urlAs(role) });
    expect(await stores.templates.find(passports, made.id)).toEqual(made);
    await stores.close();
  }
});
