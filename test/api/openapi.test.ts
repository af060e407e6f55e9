/** The documentation of the API says what the API does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { routeTable } from '../../src/api/app';
import { DESCRIPTIONS, openApiDocument } from '../../src/api/openapi/document';
import { type World, createWorld } from './world';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const COMMITTED = join(__dirname, '..', '..', 'docs', 'openapi.json');

/** `/v2/template/{id}` and `/v2/template/:id` are one path; Notify's one route of three channels is described for letters. */
const patternOf = (path: string) => new RegExp(`^${path.replaceAll(/:[a-z]+/g, '[^/]+')}$`);
const exampleOf = (path: string) => path.replaceAll(/\{[a-z]+\}/g, 'x');
const accessible = () => routeTable(world.deps).filter(({ access }) => access !== 'open');

describe('The OpenAPI document', () => {
  test('Describes every route that somebody with a token may call', () => {
    const missing = accessible().filter(
      (route) =>
        !DESCRIPTIONS.some(
          ({ method, access, path }) =>
            method === route.method && access === route.access && patternOf(route.path).test(exampleOf(path)),
        ),
    );
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  test.each(DESCRIPTIONS.map(({ method, path, access }) => [method, path, access] as const))(
    '%s %s is a route, for a %s',
    (method, path, access) => {
      const serving = accessible().filter((route) => patternOf(route.path).test(exampleOf(path)));
      expect(serving.map((route) => [route.method, route.access])).toContainEqual([method, access]);
    },
  );

  test('Stands in docs/openapi.json as it is served; `npm run openapi` writes it anew', async () => {
    const body: unknown = (await request(world.app()).get('/openapi.json')).body;
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(body);
  });

  test('Has each operation once, and no link that leads nowhere', () => {
    const ids = DESCRIPTIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const document = openApiDocument();
    const links = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(links.length).toBeGreaterThan(10);
    for (const name of links) expect(document.components?.schemas).toHaveProperty(name ?? '');
  });
});

describe('The page of the documentation', () => {
  const get = (path: string) => request(world.app()).get(path);

  test('Loads all that it names from here, and may load nothing from elsewhere', async () => {
    const page = await get('/documentation');
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';");
    const named = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(named).toHaveLength(3);
    for (const path of named) expect((await get(path)).status).toBe(200);
  });

  test.each([
    ['/documentation/swagger-ui.css', 'text/css', '.swagger-ui'],
    ['/documentation/swagger-ui-bundle.js', 'text/javascript', 'SwaggerUIBundle'],
    ['/documentation/start.js', 'text/javascript', "url: '/openapi.json'"],
  ])('%s is %s', async (path, type, says) => {
    const asset = await get(path);
    expect([asset.status, asset.type]).toEqual([200, type]);
    expect(asset.text).toContain(says);
  });

  test('Is always sent whole: no answer of ours is a 304', async () => {
    const answer = await get('/documentation/swagger-ui.css').set('If-None-Match', '*');
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('etag');
  });

  test('Gives no other file of its folder', async () => {
    expect((await get('/documentation/package.json')).status).toBe(404);
    expect((await get('/documentation/..%2fpackage.json')).status).toBe(404);
  });
});
