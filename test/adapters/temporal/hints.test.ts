import { createHints } from '../../../src/adapters/temporal/hints';
import { eventually } from '../../support/eventually';

const EVERY_MS = 150;

function recordHints(fault?: Error) {
  const sent: { readonly target: string; readonly at: number }[] = [];
  const hints = createHints<string>(EVERY_MS, (target) => {
    sent.push({ target, at: performance.now() });
    return fault ? Promise.reject(fault) : Promise.resolve();
  });
  return { hints, sent };
}

describe('Hints', () => {
  it('The first hint goes out at once', async () => {
    const { hints, sent } = recordHints();
    await hints.send('a');
    expect(sent.map(({ target }) => target)).toEqual(['a']);
    await hints.close();
  });

  it('A burst is two hints: the first, and one that covers the last change', async () => {
    const { hints, sent } = recordHints();
    await hints.send('a');
    const burst = Array.from({ length: 500 }, () => hints.send('a'));
    expect(sent).toHaveLength(1);
    await Promise.all(burst);
    expect(sent).toHaveLength(2);
    const [first, second] = sent;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(EVERY_MS - 5);
    await hints.close();
  });

  it('A hint that comes while one is on its way is sent after it', async () => {
    let arrive = () => {};
    let calls = 0;
    const hints = createHints<string>(1, () => {
      calls += 1;
      return calls === 1 ? new Promise<void>((resolve) => (arrive = resolve)) : Promise.resolve();
    });
    const first = hints.send('a');
    await eventually(() => calls === 1);
    const second = hints.send('a');
    arrive();
    await Promise.all([first, second]);
    expect(calls).toBe(2);
    await hints.close();
  });

  it('Targets do not wait for each other', async () => {
    const { hints, sent } = recordHints();
    await Promise.all([hints.send('a'), hints.send('b'), hints.send('c')]);
    expect(sent.map(({ target }) => target)).toEqual(['a', 'b', 'c']);
    await hints.close();
  });

  it('A hint that fails is nobody else’s trouble', async () => {
    const { hints, sent } = recordHints(new Error('Temporal is away'));
    await expect(hints.send('a')).resolves.toBeUndefined();
    await hints.send('a');
    expect(sent).toHaveLength(2);
    await hints.close();
  });

  it('Closing sends what waits, without its turn', async () => {
    const sent: string[] = [];
    const hints = createHints<string>(60_000, (target) => {
      sent.push(target);
      return Promise.resolve();
    });
    await hints.send('a');
    const waiting = hints.send('a');
    await hints.close();
    await waiting;
    expect(sent).toEqual(['a', 'a']);
  });
});
