import { createWebhook } from '../../src/adapters/tickets/create-webhook';
import { PATIENCE, setTheDesk } from './desk-scene';
import { must } from './world';

const { world, desk, webhook, zendesk, deliver, later, aTicket, state } = setTheDesk();

describe('The webhook', () => {
  it('Says the same key again when its answer was lost, so that the receiver knows the repeat', async () => {
    await aTicket();
    desk().fail({ kind: 'lost' });
    await deliver(webhook());
    later(1);
    await deliver(webhook());
    const keys = desk().received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('May answer with megabytes: only the status counts', async () => {
    await aTicket();
    desk().fail({ kind: 'status', status: 200, body: 'x'.repeat(5_000_000) });
    expect(await deliver(webhook())).toEqual({ delivered: 1, failed: 0 });
  });
});

describe('The help desk', () => {
  it('Made a ticket and its answer was lost: the next attempt finds it and makes no second', async () => {
    const { id } = await aTicket();
    desk().fail({ kind: 'status', status: 200, body: '{"tickets":[]}' }, { kind: 'lost' });
    await deliver(zendesk());
    expect(desk().tickets).toHaveLength(1);
    later(1);
    expect(await deliver(zendesk())).toEqual({ delivered: 1, failed: 0 });
    expect(desk().tickets).toHaveLength(1);
    expect(await state(id)).toMatchObject({ externalId: '4000' });
  });

  it.each([
    ['an empty object', '{}'],
    ['no JSON', 'sorry'],
    ['nothing', ''],
    ['more than anybody reads', 'x'.repeat(70_000)],
  ])('Whose search answers with %s is asked again, and nothing is made', async (_case, body) => {
    await aTicket();
    desk().fail({ kind: 'status', status: 200, body });
    expect(await deliver(zendesk())).toEqual({ delivered: 0, failed: 1 });
    expect(desk().tickets).toEqual([]);
  });

  it.each([
    ['deleted', (): unknown => desk().tickets.splice(0)],
    ['closed', (): unknown => Object.assign(must(desk().tickets[0]), { status: 'closed' })],
  ])('A ticket that was %s there needs no solving', async (_case, change) => {
    const { id } = await aTicket();
    await deliver(zendesk());
    change();
    await world().tickets.close(id, 'ada');
    expect(await deliver(zendesk())).toEqual({ delivered: 1, failed: 0 });
  });
});

it('A sink that is down holds up no other', async () => {
  await aTicket();
  const away = createWebhook({ url: 'http://127.0.0.1:1/', token: null, environment: 'test', ...PATIENCE });
  expect(await deliver(away, zendesk())).toEqual({ delivered: 1, failed: 1 });
});

it('Without a sink nothing is sent', async () => {
  await aTicket();
  expect(await deliver()).toEqual({ delivered: 0, failed: 0 });
});
