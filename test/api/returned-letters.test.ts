import request from 'supertest';
import { type World, createWorld } from './world';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  ({ token } = await world.services.createOperator('alex'));
});
afterAll(() => world.close());

const post = (body: string, authorization = `Bearer ${token}`) =>
  request(world.app())
    .post('/operations/returned-letters')
    .set('Authorization', authorization)
    .set('Content-Type', 'text/plain')
    .send(body);

test('What a list brought is counted and named', async () => {
  const answer = await post('ABCDEFGH01234567\nABCDEFGH01234567\nhello\n');
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      returned: 0,
      already_returned: { count: 0, references: [] },
      repeated_in_list: { count: 1, references: ['ABCDEFGH01234567'] },
      not_returnable: { count: 0, references: [] },
      unknown: { count: 2, references: ['ABCDEFGH01234567', 'hello'] },
    },
  ]);
});

test('A list that is none is refused, and so is somebody who is no operator', async () => {
  expect((await post('')).status).toBe(400);
  expect((await post('[1')).status).toBe(400);
  expect((await post('ABCDEFGH01234567', 'Bearer nobody')).status).toBe(403);
});
