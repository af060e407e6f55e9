import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { createBodyRoom } from '../../src/api/body-room';
import type { ServiceId } from '../../src/domain/letter';

const OURS = 'ours' as ServiceId;
const THEIRS = 'theirs' as ServiceId;
const LIMIT = 60;

/** One request that asks to come in; `close` is the end of its answer. */
function ask(enter: ReturnType<typeof createBodyRoom>, service: ServiceId, bytes: number | undefined, closed = false) {
  const response = Object.assign(new EventEmitter(), { closed });
  const request = { headers: bytes === undefined ? {} : { 'content-length': String(bytes) } };
  const state = { isIn: false, close: () => void response.emit('close') };
  const entering = enter(service, request as unknown as Request, response as unknown as Response, LIMIT);
  void entering.then(() => (state.isIn = true));
  return state;
}
const settled = () => new Promise(setImmediate);

it('Bodies of a service come in while they have room, the others in their turn, and nobody else waits for them', async () => {
  const enter = createBodyRoom(100);
  const requests = [60, 40, 50, 10].map((bytes) => ask(enter, OURS, bytes));
  const other = ask(enter, THEIRS, 60);
  await settled();
  expect(requests.map(({ isIn }) => isIn)).toEqual([true, true, false, false]);
  expect(other.isIn).toBe(true);
  requests[1]?.close();
  await settled();
  expect(requests.map(({ isIn }) => isIn)).toEqual([true, true, false, false]);
  requests[0]?.close();
  await settled();
  expect(requests.map(({ isIn }) => isIn)).toEqual([true, true, true, true]);
});

it('A body whose length is not announced counts as the largest, and one that is larger than the room comes in alone', async () => {
  const enter = createBodyRoom(50);
  const [unknown, small] = [ask(enter, OURS, undefined), ask(enter, OURS, 1)];
  await settled();
  expect([unknown.isIn, small.isIn]).toEqual([true, false]);
  unknown.close();
  await settled();
  expect(small.isIn).toBe(true);
});

it('One whose sender has gone while it waited takes no room', async () => {
  const enter = createBodyRoom(60);
  const first = ask(enter, OURS, 60);
  const gone = ask(enter, OURS, 60, true);
  const last = ask(enter, OURS, 60);
  await settled();
  expect([gone.isIn, last.isIn]).toEqual([false, false]);
  first.close();
  await settled();
  expect(last.isIn).toBe(true);
});
