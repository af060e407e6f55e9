import type { Fault } from '../support/help-desk';
import { setTheDesk } from './desk-scene';
import { must } from './world';

const { world, desk, reopen, webhook, zendesk, deliver, later, ticketsWith, aTicket, state } = setTheDesk();
const SINKS = [
  ['webhook', webhook],
  ['zendesk', zendesk],
] as const;

describe('A ticket', () => {
  it('Stands in the outbox of every sink from the moment it is opened, once', async () => {
    const { id, dedupKey } = await aTicket(['webhook', 'zendesk']);
    await ticketsWith(['webhook', 'zendesk']).raise({
      kind: 'letters-still-sending',
      dedupKey,
      subject: 's',
      message: 'm',
    });
    const told = await world().deliveries.ofTicket(id);
    expect(told).toMatchObject([
      { sink: 'webhook', openedAt: null, attempts: 0 },
      { sink: 'zendesk', openedAt: null, attempts: 0 },
    ]);
  });

  it('Is told to a webhook when it opens and when it closes, each once', async () => {
    const ticket = await aTicket(['webhook']);
    expect(await deliver(webhook())).toEqual({ delivered: 1, failed: 0 });
    expect(await deliver(webhook())).toEqual({ delivered: 0, failed: 0 });
    await world().tickets.close(ticket.id, 'ada');
    expect(await deliver(webhook())).toEqual({ delivered: 1, failed: 0 });
    expect(await deliver(webhook())).toEqual({ delivered: 0, failed: 0 });
    const name = `postroom-production-${ticket.id}-${ticket.openedAt.getTime()}`;
    expect(
      desk().received.map(({ headers, body }) => [headers['idempotency-key'], headers.authorization, body]),
    ).toEqual([
      [
        `${name}-webhook-ticket.opened`,
        'Bearer T',
        expect.objectContaining({ event: 'ticket.opened', id: ticket.id, cause: ticket.dedupKey, closed_at: null }),
      ],
      [
        `${name}-webhook-ticket.closed`,
        'Bearer T',
        expect.objectContaining({ event: 'ticket.closed', closed_by: 'ada', message: 'There are 3 letters' }),
      ],
    ]);
  });

  it('Is made in a help desk, and solved there when it closes', async () => {
    const ticket = await aTicket(['zendesk']);
    await deliver(zendesk());
    expect(desk().tickets).toMatchObject([
      {
        subject: 'Letters still sending (production)',
        status: 'new',
        comments: [{ body: 'There are 3 letters', public: false }],
      },
    ]);
    expect(must(desk().received[0]).headers.authorization).toBe(
      `Basic ${Buffer.from('ops@example.com/token:Z').toString('base64')}`,
    );
    expect(await state(ticket.id)).toMatchObject({ externalId: '4000', lastError: null });
    await world().tickets.close(ticket.id, 'ada');
    await deliver(zendesk());
    expect(desk().tickets).toMatchObject([
      { status: 'solved', comments: [{}, { body: 'Closed by ada', public: false }] },
    ]);
    expect((await state(ticket.id))?.closedAt).not.toBeNull();
  });

  it('Opened by a process that knows no sinks, or before there was one, is told all the same', async () => {
    await aTicket();
    expect(await deliver(webhook())).toEqual({ delivered: 1, failed: 0 });
  });

  it('With a message longer than a help desk takes is told in part, and says where the rest is', async () => {
    const { id } = await aTicket(['webhook'], 'ZIP '.repeat(50_000));
    await deliver(webhook());
    const message = String(must(desk().received[0]).body['message']);
    expect(message.length).toBeLessThan(61_000);
    expect(message).toMatch(new RegExp(`postroom ticket show ${id}\\)$`));
  });
});

describe.each(SINKS)('The %s', (_name, sink) => {
  const passing: readonly [string, Fault, string][] = [
    ['answers 500', { kind: 'status', status: 500 }, 'HTTP 500'],
    ['answers 408', { kind: 'status', status: 408 }, 'HTTP 408'],
    ['hangs', { kind: 'hang' }, 'no answer in time'],
    ['begins an answer and never ends it', { kind: 'slow body' }, 'no answer in time'],
    ['breaks the connection', { kind: 'lost' }, 'UND_ERR_SOCKET'],
  ];
  it.each(passing)('%s: the ticket is told a minute later', async (_case, fault, reason) => {
    const { id } = await aTicket();
    desk().fail(fault);
    expect(await deliver(sink())).toEqual({ delivered: 0, failed: 1 });
    expect(await state(id)).toMatchObject({ openedAt: null, attempts: 1, lastError: reason });
    expect(await deliver(sink())).toEqual({ delivered: 0, failed: 0 });
    later(1);
    expect(await deliver(sink())).toEqual({ delivered: 1, failed: 0 });
    expect(await state(id)).toMatchObject({ attempts: 0, lastError: null });
  });

  it('Is down for a day: tried ever more rarely, at most once an hour, and never given up', async () => {
    const { id } = await aTicket();
    const away = sink();
    await desk().close();
    const tries: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      if ((await deliver(away)).failed > 0) tries.push(minute);
      later(1);
    }
    expect(tries.slice(0, 7)).toEqual([0, 1, 3, 7, 15, 31, 63]);
    expect(tries.length).toBeLessThan(32);
    expect(await state(id)).toMatchObject({ openedAt: null, lastError: 'ECONNREFUSED' });
    await reopen();
    later(60);
    expect(await deliver(sink())).toEqual({ delivered: 1, failed: 0 });
  });

  it('Asks to be left alone with 429 and Retry-After: it is', async () => {
    await aTicket();
    desk().fail({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    await deliver(sink());
    later(9);
    expect(await deliver(sink())).toEqual({ delivered: 0, failed: 0 });
    later(1);
    expect(await deliver(sink())).toEqual({ delivered: 1, failed: 0 });
  });

  it.each([
    ['401', { kind: 'status', status: 401 }],
    ['400', { kind: 'status', status: 400 }],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:1/' } }],
  ] as const)(
    'Refuses with %s: that is recorded, tried again after six hours, and stops no other ticket',
    async (_case, fault) => {
      const { id } = await aTicket();
      const { id: other } = await aTicket();
      desk().fail(fault);
      expect(await deliver(sink())).toEqual({ delivered: 1, failed: 1 });
      expect((await state(id))?.lastError).toBe(`HTTP ${fault.status}`);
      expect((await state(other))?.openedAt).not.toBeNull();
      later(6 * 60 - 1);
      expect(await deliver(sink())).toEqual({ delivered: 0, failed: 0 });
      later(1);
      expect(await deliver(sink())).toEqual({ delivered: 1, failed: 0 });
    },
  );

  it('A worker that dies with a ticket in its hands leaves it to the next, once its lease is over', async () => {
    await aTicket();
    const dying = { ...sink(), open: () => Promise.reject(new Error('the worker died')) };
    await expect(deliver(dying)).rejects.toThrow('the worker died');
    expect(await deliver(sink())).toEqual({ delivered: 0, failed: 0 });
    later(2);
    expect(await deliver(sink())).toEqual({ delivered: 1, failed: 0 });
  });

  it('Two deliveries at once tell each ticket once', async () => {
    const tickets = [];
    for (let made = 0; made < 6; made += 1) tickets.push(await aTicket());
    const results = await Promise.all([deliver(sink()), deliver(sink())]);
    expect(results.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(6);
    const made = desk()
      .received.filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['idempotency-key']);
    expect(new Set(made).size).toBe(made.length);
    expect(made).toHaveLength(6);
  });
});
