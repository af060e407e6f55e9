import type { Socket } from 'node:net';

/** Notices requests that nobody answers. */
export interface Deadline {
  /** `patience` multiplies the time this request may take; it counts when nothing else waits. */
  readonly asked: (patience: number) => void;
  readonly answered: () => void;
  readonly stop: () => void;
}

/**
 * `onPassed` fires when requests wait and none has been answered for so long. One clock for all of them: of 16 writes in
 * flight on a slow line the last may rightly wait long, as long as the others keep being acknowledged.
 */
export function createDeadline(ms: number, onPassed: () => void): Deadline {
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  return {
    asked: (patience) => {
      waiting += 1;
      if (waiting === 1) timer = setTimeout(onPassed, ms * patience);
    },
    answered: () => {
      waiting -= 1;
      if (waiting === 0) stop();
      else timer?.refresh();
    },
    stop,
  };
}

/**
 * `onSilence` fires when nothing at all has come in for `keepAliveCount` + 1 intervals. Any byte counts as a sign of life:
 * the answer to a keep-alive alone would come too late from a peer that is busy taking in an upload.
 */
export function watchForLife(
  socket: Socket,
  { keepAliveMs, keepAliveCount }: { readonly keepAliveMs: number; readonly keepAliveCount: number },
  onSilence: () => void,
): { readonly stop: () => void } {
  let heard = 0;
  let silent = 0;
  const timer = setInterval(() => {
    silent = socket.bytesRead === heard ? silent + 1 : 0;
    heard = socket.bytesRead;
    if (silent > keepAliveCount) onSilence();
  }, keepAliveMs);
  return { stop: () => clearInterval(timer) };
}
