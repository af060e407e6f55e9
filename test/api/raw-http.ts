/** HTTP written by hand: clients' libraries refuse to send much of what a stranger may. */
import { once } from 'node:events';
import { connect } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  /** Values are taken byte by byte (latin1). */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const END_OF_HEAD = '\r\n\r\n';

function read(bytes: Buffer): Answer {
  const end = bytes.indexOf(END_OF_HEAD);
  const [first = '', ...fields] = bytes.subarray(0, Math.max(end, 0)).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? 0);
  const rest = bytes.subarray(end + END_OF_HEAD.length);
  if (status === 100) return read(rest);
  const valueOf = (name: string) =>
    fields
      .find((field) => field.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  const length = Number(valueOf('content-length') || rest.length);
  return { status, type: valueOf('content-type'), body: rest.subarray(0, length).toString('utf8') };
}

/** Sends it over a connection of its own. Status 0: the connection ended without an answer. */
export async function ask(url: string, { method, target, headers, body = '' }: Asked): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => void chunks.push(chunk));
  // What the other side no longer wants to read is no fault: its answer counts.
  socket.on('error', () => undefined);
  const length = Buffer.byteLength(body);
  const lines = [['Host', 'letters.example'], ['Connection', 'close'], ['Content-Length', String(length)], ...headers];
  const head = [`${method} ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  socket.write(Buffer.concat([Buffer.from(`${head}${END_OF_HEAD}`, 'latin1'), Buffer.from(body)]));
  await once(socket, 'close');
  return read(Buffer.concat(chunks));
}
