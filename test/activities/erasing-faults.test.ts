import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { incomingKeyOf, zipKeyOf } from '../../src/domain/names';
import type { Retention } from '../../src/ports';
import { ADDRESS, daysAfter, openArchive } from './archive-scene';
import { aBatch, aService, anAcceptedLetter, anUploadedBatch, force } from './arrange';
import { must, run } from './world';

const { world, keys, aCanary, retain, statusOf } = openArchive();

describe('Erasing that breaks off', () => {
  async function finalLetters(count: number) {
    const service = await aService(world());
    const letters = [];
    for (let made = 0; made < count; made += 1) letters.push(await aCanary(service));
    await force(world(), sql`update letters set status = 'cancelled', updated_at = created_at`);
    return letters;
  }

  it('After the objects and before the rows: the next attempt repeats both', async () => {
    const [letter] = await finalLetters(1);
    const at = daysAfter(30, must(letter).createdAt);
    world().setNow(at);
    const dying = world().activitiesOn({
      ...world().ports,
      retention: { ...world().retention, lettersErased: () => Promise.reject(new Error('the worker died')) },
    });
    await expect(run(dying, 'eraseLetters', { at: at.toISOString() })).rejects.toThrow('the worker died');
    expect(await keys('incoming/')).toEqual([]);
    expect(await statusOf(must(letter))).toBe('cancelled');
    expect(await retain(at)).toEqual({ letters: 1, zips: 0 });
    expect(await statusOf(must(letter))).toBeUndefined();
  });

  it('At one letter whose object cannot be removed: it stays, all others go, and the attempt fails and is repeated', async () => {
    const letters = await finalLetters(5);
    const stubborn = must(letters[2]);
    const at = daysAfter(30, stubborn.createdAt);
    world().setNow(at);
    const remove = (key: string) =>
      key === incomingKeyOf(stubborn.reference) ? Promise.reject(new Error('503')) : world().objects.remove(key);
    const failing = world().activitiesOn({ ...world().ports, objects: { ...world().objects, remove } });
    await expect(run(failing, 'eraseLetters', { at: at.toISOString() })).rejects.toThrow(
      '1 letters could not be erased',
    );
    expect(await keys('incoming/')).toEqual([stubborn.incomingKey]);
    expect(await statusOf(stubborn)).toBe('cancelled');
    expect(await retain(at)).toEqual({ letters: 1, zips: 0 });
  });

  it('At one letter whose object can never be removed: the night ends all the same, and the next one tries again', async () => {
    const [stubborn] = await finalLetters(2);
    const at = daysAfter(30, must(stubborn).createdAt);
    world().setNow(at);
    const remove = (key: string) =>
      key === must(stubborn).incomingKey ? Promise.reject(new Error('held')) : world().objects.remove(key);
    const failing = world().activitiesOn({ ...world().ports, objects: { ...world().objects, remove } });
    const lastAttempt = { info: { attempt: 10 } };
    expect(await run(failing, 'eraseLetters', { at: at.toISOString() }, lastAttempt)).toEqual({ letters: 1 });
    expect(world().logged.at(-1)).toMatchObject({ level: 'error', left: 1 });
    expect(await retain(at)).toEqual({ letters: 1, zips: 0 });
  });

  it('At one zip that cannot be removed: it stays, all others of its day go, and the day is tried again', async () => {
    const [stubborn, other] = [await anUploadedBatch(world()), await anUploadedBatch(world())];
    const [key = '', otherKey = ''] = [stubborn, other].map(({ batch }) =>
      zipKeyOf(batch.day, must(batch.zip).zipName),
    );
    await force(world(), sql`update letters set status = 'delivered', updated_at = created_at, erased_at = now()`);
    const remove = (asked: string) =>
      asked === key ? Promise.reject(new Error('held')) : world().objects.remove(asked);
    const failing = world().activitiesOn({ ...world().ports, objects: { ...world().objects, remove } });
    await expect(run(failing, 'eraseZips', undefined)).rejects.toThrow('2 zips could not be erased');
    expect(await keys('zips/')).toEqual([key]);
    expect(await keys(otherKey)).toEqual([]);
    expect(await run(failing, 'eraseZips', undefined, { info: { attempt: 10 } })).toEqual({ zips: 0 });
    expect(await run(world().activities, 'eraseZips', undefined)).toEqual({ zips: 2 });
    expect(await keys('zips/')).toEqual([]);
  });

  it('Two at once end in the same state', async () => {
    const letters = await finalLetters(4);
    const at = daysAfter(30, must(letters[0]).createdAt);
    await Promise.all([retain(at), retain(at)]);
    expect(await keys()).toEqual([]);
  });
});

it('Twelve hundred letters go page by page, and each page tells that the work goes on', async () => {
  const letter = await anAcceptedLetter(world(), await aService(world()));
  await force(
    world(),
    sql`insert into letters (id, service_id, reference, key_kind, status, sequence, last_hash, postage, print_day,
        incoming_key, incoming_sha256, incoming_bytes, created_at, updated_at)
      select gen_random_uuid(), service_id, upper(substr(md5(n::text), 1, 16)), key_kind, 'cancelled', 1, last_hash,
        postage, print_day, 'incoming/' || n, incoming_sha256, incoming_bytes, created_at, created_at
      from letters, generate_series(1, 1200) as n where id = ${letter.id}`,
  );
  const pages: number[] = [];
  const lettersToErase: Retention['lettersToErase'] = async (...asked) => {
    const page = await world().retention.lettersToErase(...asked);
    pages.push(page.length);
    return page;
  };
  const heartbeats: unknown[] = [];
  const at = daysAfter(30, letter.createdAt);
  world().setNow(at);
  const counted = world().activitiesOn({ ...world().ports, retention: { ...world().retention, lettersToErase } });
  expect(await run(counted, 'eraseLetters', { at: at.toISOString() }, { heartbeats })).toEqual({ letters: 1_200 });
  expect(pages).toEqual([500, 500, 200]);
  expect(heartbeats.length).toBeGreaterThan(1_000);
});

it('A zip that was built and never sealed goes with the last zip of its day', async () => {
  const { letters, batch } = await anUploadedBatch(world());
  const orphan = zipKeyOf(batch.day, 'NOTIFY.ORPHAN.ZIP');
  await world().objects.put(orphan, Buffer.from(ADDRESS), 'application/zip');
  await retain(daysAfter(100, must(letters[0]).createdAt));
  expect(await keys(orphan)).toHaveLength(1);
  await force(world(), sql`update letters set status = 'delivered', updated_at = created_at`);
  await retain(daysAfter(100, must(letters[0]).createdAt));
  expect(await keys('zips/')).toEqual([]);
});

it('A zip that was built for a batch that was abandoned before it was sealed goes when its letters do, though its day has no other', async () => {
  const { batch, batchId } = await aBatch(world());
  const orphan = zipKeyOf(batch.day, 'NOTIFY.ORPHAN.ZIP');
  await world().objects.put(orphan, Buffer.from(ADDRESS), 'application/zip');
  const order = { id: randomUUID(), batchId, actor: 'jo.smith', reason: 'wrong leaflet', at: new Date() };
  await world().batches.act({ ...order, act: 'abandon' });
  await run(world().activities, 'eraseZips', undefined);
  expect(await keys('zips/')).toEqual([orphan]);
  await force(world(), sql`update letters set status = 'cancelled', updated_at = created_at, erased_at = now()`);
  await run(world().activities, 'eraseZips', undefined);
  expect(await keys('zips/')).toEqual([]);
});
