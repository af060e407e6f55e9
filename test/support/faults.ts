/** Faults by wrapping ports: before and after each call, so that no line of an activity exists for a test. */

/** One call of one port. Calls are counted from 1 for each method. */
export interface FaultPoint {
  readonly port: string;
  readonly method: string;
  readonly call: number;
  /** `after`: the act has happened, its reply is lost. */
  readonly when: 'before' | 'after';
}

/** `throws`: this one call fails. `dies`: nothing that the process asks for from here on happens any more. */
export type FaultKind = 'throws' | 'dies';

export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** `object` rather than a record: interfaces have no index. */
type Ports = Readonly<Record<string, object>>;
type Method = (...input: unknown[]) => unknown;

/** Stands around one call: it may refuse it, and it sees its end. */
interface Watch {
  before(port: string, method: string): () => void;
}

async function* watchedItems(items: AsyncIterable<unknown>, after: () => void) {
  yield* items;
  after();
}

function watchedResult(result: unknown, after: () => void): unknown {
  if (result instanceof Promise) {
    return result.then((value) => {
      after();
      return value as unknown;
    });
  }
  const isStream = typeof result === 'object' && result !== null && 'pipe' in result;
  if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result && !isStream) {
    return watchedItems(result as AsyncIterable<unknown>, after);
  }
  after();
  return result;
}

const SYNCHRONOUS = ['clock.now', 'zipper.zip', 'workflows.hintPrepare'];
const ITERABLE = ['objects.list', 'objects.readAhead'];

/** A refusal in the form in which the method would answer: a port that promises never throws at once. */
function refusal(method: string, fault: Error): unknown {
  if (SYNCHRONOUS.includes(method)) throw fault;
  if (!ITERABLE.includes(method)) return Promise.reject(fault);
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(fault) }) };
}

function watched<Port extends object>(name: string, port: Port, watch: Watch): Port {
  const get = (target: Port, property: string | symbol, receiver: unknown): unknown => {
    const value: unknown = Reflect.get(target, property, receiver);
    if (typeof value !== 'function' || typeof property !== 'string') return value;
    return (...input: unknown[]) => {
      let after: () => void;
      try {
        after = watch.before(name, property);
      } catch (error) {
        return refusal(`${name}.${property}`, error as Error);
      }
      return watchedResult((value as Method).apply(target, input), after);
    };
  };
  return new Proxy(port, { get });
}

function watchAll<Given extends Ports>(ports: Given, watch: Watch): Given {
  const entries = Object.entries(ports).map(([name, port]) => [name, watched(name, port, watch)]);
  return Object.fromEntries(entries) as Given;
}

function createCounter() {
  const counts = new Map<string, number>();
  return (port: string, method: string): number => {
    const key = `${port}.${method}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
}

/** The same ports, and every call that was made of them, in order. */
export function recordCalls<Given extends Ports>(
  ports: Given,
): { readonly ports: Given; readonly calls: readonly Omit<FaultPoint, 'when'>[] } {
  const calls: Omit<FaultPoint, 'when'>[] = [];
  const count = createCounter();
  const before = (port: string, method: string) => {
    calls.push({ port, method, call: count(port, method) });
    return () => undefined;
  };
  return { ports: watchAll(ports, { before }), calls };
}

/** The same ports with one fault. `struck` tells whether it happened: a test whose fault never struck shows nothing. */
export function withFault<Given extends Ports>(
  ports: Given,
  point: FaultPoint,
  kind: FaultKind = 'throws',
): { readonly ports: Given; readonly struck: () => boolean } {
  const count = createCounter();
  let struck = false;
  const strike = (): never => {
    struck = true;
    throw new InjectedFault(`${kind} ${point.when} ${point.port}.${point.method}`);
  };
  const before = (port: string, method: string) => {
    if (struck && kind === 'dies') throw new InjectedFault('the process is dead');
    const isHere = port === point.port && method === point.method && count(port, method) === point.call;
    if (isHere && point.when === 'before') strike();
    return () => {
      if (isHere) strike();
      if (struck && kind === 'dies') throw new InjectedFault('the process is dead');
    };
  };
  return { ports: watchAll(ports, { before }), struck: () => struck };
}

export const describePoint = ({ port, method, call, when }: FaultPoint): string =>
  `${when} ${call > 1 ? `call ${call} of ` : ''}${port}.${method}`;
