/** Writes items as they come, one statement at a time: what comes meanwhile goes with the next. */
export interface Recording<Item> {
  add(item: Item): void;
  /** Resolves when all is written; throws what the first failed statement threw, after which nothing more was written. */
  end(): Promise<void>;
}

export function createRecording<Item>(write: (items: readonly Item[]) => Promise<void>): Recording<Item> {
  const waiting: Item[] = [];
  let written = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    const items = waiting.splice(0);
    if (items.length > 0) await write(items);
  }

  return {
    add(item) {
      waiting.push(item);
      written = written.then(writeWaiting);
      written.catch(() => undefined); // thrown by `end`
    },
    end: () => written,
  };
}
