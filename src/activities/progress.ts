import { Context } from '@temporalio/activity';

const EVERY_BYTES = 1024 * 1024;
const EVERY_ROWS = 1_000;

/** Tells Temporal how far an activity is, at least each MiB or 1,000 rows; silence beyond the time-out starts a second attempt. */
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
  const done = { bytes: 0, rows: 0 };
  let told = { ...done };
  const tell = () => {
    told = { ...done };
    context.heartbeat(told);
  };
  const tellInSteps = () => {
    if (done.bytes - told.bytes >= EVERY_BYTES || done.rows - told.rows >= EVERY_ROWS) tell();
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
