import type { Held } from './controls';

/** What waits for a release: requests, replies, frozen lines. */
export interface Holds {
  readonly waiting: readonly Held[];
  /** Resolves when it is released. */
  hold(what: Omit<Held, 'id'>): Promise<void>;
  /** Lets go of one, or of all. */
  release(id?: number): void;
}

export function createHolds(): Holds {
  const waiting = new Map<number, { readonly held: Held; readonly letGo: () => void }>();
  let lastId = 0;
  return {
    get waiting() {
      return [...waiting.values()].map(({ held }) => held);
    },
    hold: (what) =>
      new Promise((resolve) => {
        const id = (lastId += 1);
        waiting.set(id, { held: { id, ...what }, letGo: resolve });
      }),
    release: (id) => {
      for (const [heldId, { letGo }] of waiting) {
        if (id !== undefined && id !== heldId) continue;
        waiting.delete(heldId);
        letGo();
      }
    },
  };
}
