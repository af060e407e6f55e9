import type { ServiceId } from '../../src/domain/letter';
import type { CallbackStore, Workflows } from '../../src/ports';
import { watchCallbacks } from '../../src/worker/watch-callbacks';
import { eventually } from '../support/eventually';

const SERVICE = 'd8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11' as ServiceId;

function surround(untried: () => Promise<readonly ServiceId[]>) {
  const hinted: ServiceId[] = [];
  const errors: string[] = [];
  const dependencies = {
    callbacks: { untried } as unknown as CallbackStore,
    workflows: {
      hintCallbacks: (ids: readonly ServiceId[]) => Promise.resolve(void hinted.push(...ids)),
    } as unknown as Workflows,
    log: { info: () => undefined, error: (_: object, message: string) => void errors.push(message) },
  };
  const watch = (...queues: ('letters' | 'letters-callbacks')[]) =>
    watchCallbacks(dependencies, { queues } as unknown as Parameters<typeof watchCallbacks>[1], 5);
  return { hinted, errors, watch };
}

describe('A worker that sends callbacks', () => {
  it('hints services with callbacks that nobody has tried, again and again until it stops', async () => {
    const { hinted, watch } = surround(() => Promise.resolve([SERVICE]));
    const watching = watch('letters-callbacks');
    await eventually(() => hinted.length >= 3);
    await watching.stop(); // its last look is over
  });

  it('looks again after a look that failed', async () => {
    let looks = 0;
    const { hinted, errors, watch } = surround(() => {
      looks += 1;
      return looks === 1 ? Promise.reject(new Error('Postgres is away')) : Promise.resolve([SERVICE]);
    });
    const watching = watch('letters', 'letters-callbacks');
    await eventually(() => hinted.length > 0);
    await watching.stop();
    expect(errors).toHaveLength(1);
  });

  it('does not look where it sends none', async () => {
    const { hinted, watch } = surround(() => Promise.reject(new Error('it looked')));
    await watch('letters').stop();
    expect(hinted).toEqual([]);
  });
});
