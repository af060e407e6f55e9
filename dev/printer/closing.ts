/** Closes what was opened, last first, whatever fails on the way. */
export interface Closing {
  /** Remembers how to close something and hands it on. */
  opened<Thing extends { close(): Promise<void> }>(thing: Thing): Thing;
  close(): Promise<void>;
}

export function createClosing(): Closing {
  const closers: (() => Promise<void>)[] = [];
  return {
    opened: (thing) => {
      closers.unshift(() => thing.close());
      return thing;
    },
    close: async () => {
      for (const close of closers.splice(0)) await close().catch(() => undefined);
    },
  };
}
