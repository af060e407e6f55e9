import { type Connection, type Route, openConnection } from './connection';
import { PrinterError } from './printer-error';
import { createSlots } from './slots';

/** Opens a connection for each piece of work, a bounded number at one time. */
export interface Connections {
  /** For looks and renames. */
  readonly use: <Value>(work: Work<Value>) => Promise<Value>;
  /** For uploads: they leave one connection to the others, so that no rename waits behind minutes of writing. */
  readonly transfer: <Value>(work: Work<Value>, signal?: AbortSignal) => Promise<Value>;
  /** Breaks off what is under way; nothing is opened afterwards. */
  readonly close: () => void;
}

type Work<Value> = (connection: Connection) => Promise<Value>;

export function createConnections(route: Route, maxConnections: number): Connections {
  const all = createSlots(maxConnections);
  const transfers = createSlots(Math.max(1, maxConnections - 1));
  const closing = new AbortController();

  const use = <Value>(work: Work<Value>, stop: AbortSignal): Promise<Value> =>
    all.run(async () => {
      const connection = await openConnection(route, stop);
      return work(connection).finally(connection.end);
    }, stop);

  return {
    use: (work) => use(work, closing.signal),
    transfer: (work, signal) => {
      const stop = signal ? AbortSignal.any([closing.signal, signal]) : closing.signal;
      return transfers.run(() => use(work, stop), stop);
    },
    close: () => closing.abort(new PrinterError('connection', 'The printer: this process is closing')),
  };
}
