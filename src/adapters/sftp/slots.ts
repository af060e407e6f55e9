/** Lets at most `limit` acts run at one time, in order of arrival. */
export interface Slots {
  /** Rejects with the signal's reason when it fires before a slot is free. */
  run<Value>(act: () => Promise<Value>, signal?: AbortSignal): Promise<Value>;
}

export function createSlots(limit: number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;

  const turn = (signal?: AbortSignal): Promise<void> => {
    if (taken < limit) {
      taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        reject(signal?.reason as Error);
      };
      waiting.push(go);
      signal?.addEventListener('abort', leave, { once: true });
    });
  };

  /** The slot goes to the next in line, or is free. */
  const pass = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };

  return {
    run: async (act, signal) => {
      signal?.throwIfAborted();
      await turn(signal);
      try {
        return await act();
      } finally {
        pass();
      }
    },
  };
}
