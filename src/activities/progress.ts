import { Context } from '@temporalio/activity';

const EVERY_BYTES = 1024 * 1024;
const EVERY_ROWS = 1_000;
/** Twelve beats in the silence that Temporal allows: one that comes late starts no second attempt. */
const BEATS = 12;
const EVERY_MS = 5_000;

const everyMsOf = ({ info }: Context): number => (info.heartbeatTimeoutMs ? info.heartbeatTimeoutMs / BEATS : EVERY_MS);

/** Tells Temporal how far an activity is: each MiB, each 1,000 rows, or each twelfth of the allowed silence in which anything moved; silence beyond the time-out starts a second attempt. */
export interface Progress {
  readonly bytes: (more: number) => void;
  readonly rows: (more: number) => void;
  /** For work that comes in few, slow items. */
  readonly item: () => void;
  /** Fires when the activity is cancelled or timed out. */
  readonly signal: AbortSignal;
}

/** Taken at an activity's start: inside callbacks of pooled sockets and streams there is no current context. */
export function trackProgress(): Progress {
  const context = Context.current();
  const everyMs = everyMsOf(context);
  const done = { bytes: 0, rows: 0 };
  let told = { ...done };
  let toldAt = performance.now();
  const tell = () => {
    told = { ...done };
    toldAt = performance.now();
    context.heartbeat(told);
  };
  const tellInSteps = () => {
    const isFar = done.bytes - told.bytes >= EVERY_BYTES || done.rows - told.rows >= EVERY_ROWS;
    if (isFar || performance.now() - toldAt >= everyMs) tell();
  };
  tell();
  return {
    bytes: (more) => {
      done.bytes += more;
      tellInSteps();
    },
    rows: (more) => {
      done.rows += more;
      tellInSteps();
    },
    item: () => {
      done.rows += 1;
      tell();
    },
    signal: context.cancellationSignal,
  };
}

/** For some short calls in a row, each with a limit of its own: beats by the clock, so that only a dead worker is silent. */
export async function beatingWhile<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), everyMsOf(context));
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
