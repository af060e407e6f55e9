import { RETRY_WINDOW_MS } from '../../src/domain/callback-retry';
import { Webhook } from 'standardwebhooks';
import { TOKEN, aServiceThatHears, setTheCallbacks } from './callback-scene';
import { aTemplatedLetter, anAcceptedLetter, openTickets } from './arrange';
import { must, run } from './world';

const MINUTE = 60_000;
const { world, now, setNow, later, send, look, manyLetters, rowsOf, onlyRow, everything } = setTheCallbacks();

describe('A page of callbacks', () => {
  it('Tells each status once, with the token of the service, and then there is nothing to do', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 3);
    expect(await look(service)).toMatchObject({ pages: 1 });
    expect(await send(service)).toEqual({ delivered: 3, failed: 0, exhausted: 0 });
    expect(await send(service)).toEqual({ delivered: 0, failed: 0, exhausted: 0 });
    expect(await look(service)).toEqual({ pages: 0, waitMs: null });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    expect(receiver.received[0]).toMatchObject({
      headers: { authorization: `Bearer ${TOKEN}`, 'postroom-sequence': '1' },
      body: { status: 'pending-virus-check', reference: 'case-7', to: null, notification_type: 'letter' },
    });
  });

  it('Tells only the statuses that the service wants to hear of, each with its place in the history', async () => {
    const { service, receiver } = await aServiceThatHears(world(), ['technical-failure', 'cancelled']);
    const { id } = await anAcceptedLetter(world(), service);
    expect(await rowsOf(service)).toEqual([]);
    await world().others.letters.withdraw(service, id, 'no marker');
    await send(service);
    expect(receiver.received).toMatchObject([
      {
        headers: { 'postroom-sequence': '2' },
        body: { id, status: expect.stringMatching(/cancelled|technical-failure/) as string, sent_at: null },
      },
    ]);
  });

  it('Names the template of a letter that was made on one, and nothing of what was filled in', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    const letter = await aTemplatedLetter(world(), service);
    await send(service);
    const { body, text } = must(receiver.received[0]);
    expect(body).toMatchObject({ template_id: letter.templateId, template_version: letter.templateVersion });
    for (const line of letter.addressLines) expect(text).not.toContain(line);
  });

  it('Is signed with what the database keeps sealed', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    await world().others.callbacks.saveEndpoint(service, {
      url: receiver.url,
      statuses: ['pending-virus-check'],
      signingSecret: secret,
    });
    await manyLetters(service, 1);
    setNow(Date.now() + 1_000);
    await send(service);
    const { text, headers } = must(receiver.received[0]);
    expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toMatchObject({ to: null });
  });

  it('All calls of a page are under way at once, fifty at most, and two pages of a service', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    receiver.always({ kind: 'status', status: 200, delayMs: 500 });
    await manyLetters(service, 55);
    expect(await look(service)).toMatchObject({ pages: 2 });
    expect(await send(service)).toMatchObject({ delivered: 50 });
    expect(receiver.counts.mostAtOnce).toBeGreaterThan(25);
    expect(await look(service)).toMatchObject({ pages: 1 });
    expect(await send(service)).toMatchObject({ delivered: 5 });
  });
});

describe('A callback that was not taken', () => {
  it.each([
    ['an answer 500', { kind: 'status', status: 500 }, 'HTTP 500'],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'HTTP 302'],
    ['no answer', { kind: 'hang' }, 'no answer in time'],
    ['a broken connection', { kind: 'reset' }, 'UND_ERR_SOCKET'],
  ] as const)('%s: it is tried again with the same id, and delivered', async (_, answer, told) => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 1);
    receiver.next(answer);
    expect(await send(service)).toEqual({ delivered: 0, failed: 1, exhausted: 0 });
    const row = await onlyRow(service);
    expect(row).toMatchObject({ attempts: 1, last_answer: told, delivered_at: null, exhausted_at: null });
    const waitMs = must((await look(service)).waitMs);
    expect(waitMs).toBeGreaterThan(10_000);
    later(waitMs);
    expect(await send(service)).toEqual({ delivered: 1, failed: 0, exhausted: 0 });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('429 with Retry-After: this one, and all others of the service, wait so long', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 1);
    receiver.next({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    await send(service);
    await manyLetters(service, 1);
    expect(await look(service)).toEqual({ pages: 0, waitMs: 600_000 });
    later(600_000);
    expect(await send(service)).toMatchObject({ delivered: 2 });
  });

  it('Another 4xx is final: a ticket says so, which ends when it is replayed', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 2);
    receiver.next({ kind: 'status', status: 401 });
    expect(await send(service)).toEqual({ delivered: 1, failed: 0, exhausted: 1 });
    expect(await look(service)).toEqual({ pages: 0, waitMs: null });
    const [ticket] = await openTickets(world(), `callbacks-exhausted:${service}.refused`);
    expect(must(ticket).message).toContain('HTTP 401');
    expect(must(ticket).message).not.toContain(receiver.url);
    await run(world().activities, 'closeTickets', undefined);
    expect(await openTickets(world(), `callbacks-exhausted:${service}.refused`)).toHaveLength(1);
    expect(await world().others.callbacks.replay(service, everything(true), now())).toBe(1);
    await run(world().activities, 'closeTickets', undefined);
    expect(await openTickets(world(), `callbacks-exhausted:${service}.refused`)).toEqual([]);
    expect(await send(service)).toMatchObject({ delivered: 1 });
    expect(receiver.received).toHaveLength(3);
  });

  it('Fails for three days: it is exhausted with one ticket, which ends when another is delivered', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    receiver.always({ kind: 'status', status: 503 });
    await manyLetters(service, 2);
    const start = now().getTime();
    let pages = 0;
    for (let wait = await look(service); wait.waitMs !== null; wait = await look(service)) {
      if (wait.pages > 0) pages += 1;
      if (wait.pages > 0) await send(service);
      else later(wait.waitMs);
    }
    expect(now().getTime() - start).toBeGreaterThanOrEqual(RETRY_WINDOW_MS - 2 * MINUTE);
    expect(now().getTime() - start).toBeLessThan(RETRY_WINDOW_MS + 60 * MINUTE);
    expect(pages).toBeLessThan(70);
    for (const row of await rowsOf(service))
      expect(row).toMatchObject({ exhausted_cause: 'gave-up', last_answer: 'HTTP 503' });
    expect(await openTickets(world(), `callbacks-exhausted:${service}.gave-up`)).toHaveLength(1);
    receiver.always({ kind: 'status', status: 200 });
    await manyLetters(service, 1);
    later(10 * MINUTE);
    await send(service);
    await run(world().activities, 'closeTickets', undefined);
    expect(await openTickets(world(), `callbacks-exhausted:${service}.gave-up`)).toEqual([]);
  });

  it('410 stops the endpoint for good, with all that waits, and a ticket', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 60);
    receiver.always({ kind: 'status', status: 410 });
    await send(service);
    const calls = receiver.received.length;
    expect(calls).toBe(50);
    expect(await world().callbacks.endpoint(service)).toMatchObject({ stoppedReason: 'it answered 410' });
    for (const row of await rowsOf(service)) expect(row.exhausted_cause).toBe('stopped');
    expect(await openTickets(world(), `callbacks-stopped:${service}`)).toHaveLength(1);
    later(60 * MINUTE);
    await manyLetters(service, 1);
    expect(await rowsOf(service)).toHaveLength(60);
    expect([await look(service), await send(service)]).toEqual([
      { pages: 0, waitMs: null },
      { delivered: 0, failed: 0, exhausted: 0 },
    ]);
    expect(receiver.received).toHaveLength(calls);

    receiver.always({ kind: 'status', status: 200 });
    await world().others.callbacks.saveEndpoint(service, { url: receiver.url, statuses: ['pending-virus-check'] });
    await run(world().activities, 'closeTickets', undefined);
    expect(await openTickets(world(), `callbacks-stopped:${service}`)).toEqual([]);
    expect(await world().others.callbacks.replay(service, everything(), now())).toBe(61);
  });
});
