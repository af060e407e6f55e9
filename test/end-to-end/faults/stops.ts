import { writeFileSync } from 'node:fs';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import type { ActivityDependencies } from '../../../src/activities/dependencies';

/** A call of a port at which a worker stops: before it, or when it has happened and nobody has heard of it. */
export interface Stop {
  readonly call: `${keyof ActivityDependencies}.${string}`;
  readonly when: 'before' | 'after';
  /** Only a call that names this. */
  readonly about?: string;
}

/** Where the worker stands still, and for which workflow. */
export interface StruckStop extends Stop {
  readonly workflowId: string | null;
}

interface Planned extends Stop {
  struck?: { readonly workflowId: string | null };
  readonly release: () => void;
  readonly until: Promise<void>;
}

const PORTS = ['letters', 'runs', 'batches', 'inbound', 'tickets', 'objects', 'printer', 'workflows'] as const;

function planned(stop: Stop): Planned {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  return { ...stop, release, until };
}

function currentActivity(): Context | undefined {
  try {
    return Context.current();
  } catch {
    return undefined;
  }
}

/** Stops stand once each, for the first call that fits; who stands there goes on beating, as a slow call would. */
export function openStops(folder: string) {
  let plan: Planned[] = [];

  async function standAt(call: string, when: Stop['when'], input: readonly unknown[]): Promise<void> {
    const named = () => JSON.stringify(input.filter((part) => typeof part === 'string' || Array.isArray(part)));
    const stop = plan.find(
      (each) => each.call === call && each.when === when && !each.struck && named().includes(each.about ?? ''),
    );
    if (!stop) return;
    const activity = currentActivity();
    stop.struck = { workflowId: activity?.info.workflowExecution?.workflowId ?? null };
    const beat = setInterval(() => activity?.heartbeat(), 500);
    await stop.until;
    clearInterval(beat);
  }

  async function* items(call: string, input: readonly unknown[], found: AsyncIterable<unknown>) {
    await standAt(call, 'before', input);
    yield* found;
    await standAt(call, 'after', input);
  }

  function watched<Port extends object>(name: string, port: Port): Port {
    const get = (target: Port, property: string | symbol): unknown => {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function' || typeof property !== 'string') return value;
      const call = `${name}.${property}`;
      const act = (input: readonly unknown[]): unknown => Reflect.apply(value, target, input);
      if (call === 'objects.readAhead') {
        return (...input: unknown[]) => items(call, input, act(input) as AsyncIterable<unknown>);
      }
      if (!plan.some((stop) => stop.call === call)) return (...input: unknown[]) => act(input);
      return async (...input: unknown[]) => {
        await standAt(call, 'before', input);
        const result = await act(input);
        await standAt(call, 'after', input);
        return result;
      };
    };
    return new Proxy(port, { get });
  }

  async function bodyOf(request: IncomingMessage): Promise<string> {
    let text = '';
    for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
    return text;
  }

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.method === 'PUT') plan = (JSON.parse(body) as Stop[]).map(planned);
      if (request.method === 'POST') for (const stop of plan) stop.release();
      const struck = plan.flatMap(({ call, when, struck: at }) => (at ? [{ call, when, ...at }] : []));
      response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(struck));
    });
  });
  server.listen(0, '127.0.0.1', () => {
    writeFileSync(join(folder, `${process.pid}.stops`), String((server.address() as AddressInfo).port));
  });
  server.unref();

  return (dependencies: ActivityDependencies): ActivityDependencies => ({
    ...dependencies,
    ...Object.fromEntries(PORTS.map((name) => [name, watched(name, dependencies[name])])),
  });
}
