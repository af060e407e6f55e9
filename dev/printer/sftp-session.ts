import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import type { Controls, Fault } from './controls';
import { createExtensions } from './extensions';
import type { FaultBook } from './faults';
import type { Holds } from './holds';
import { createOpenFiles } from './open-files';
import {
  OK,
  type Request,
  VERSION,
  idOf,
  isOk,
  packetsOf,
  requestOf,
  statusPacket,
  trimWrite,
  typeOf,
} from './sftp-packets';

export interface SessionSurroundings {
  /** The SFTP program; it runs in `folder`, so relative paths mean folders of the printer. */
  readonly program: string;
  readonly folder: string;
  readonly controls: () => Controls;
  readonly faults: FaultBook;
  readonly holds: Holds;
  /** Ends the connection, or silences it until the promise settles. */
  readonly cut: () => void;
  readonly freeze: (until: Promise<void>) => void;
  /** A rename has succeeded; its reply waits for this. */
  readonly onRenamed: (target: string) => Promise<void>;
}

export interface SftpSession {
  readonly uploads: readonly { readonly file: string; readonly bytes: number }[];
  readonly bytes: number;
  /** The program has ended. */
  readonly ended: Promise<void>;
  kill(): void;
}

type ReplyPlan = 'pass' | 'lose' | 'hold';
const FAILURE = 4;

/** Runs a real SFTP program behind the channel, and lets planned faults strike the packets in between. */
export function serveSftp(channel: ServerChannel, around: SessionSurroundings): SftpSession {
  const program = spawn(around.program, [], { cwd: around.folder, stdio: 'pipe' });
  const extensions = createExtensions();
  const files = createOpenFiles();
  const waiting = new Map<number, { readonly request: Request; readonly plan: ReplyPlan }>();
  const heldRequests = new Set<Promise<void>>();
  let bytes = 0;
  let cutting = false;

  const cutWhenIdle = (): void => {
    cutting = true;
    if (waiting.size === 0) around.cut();
  };

  const reply = async (request: Request, packet: Buffer, plan: ReplyPlan): Promise<void> => {
    files.noteReply(request, packet);
    if (isRename(request) && isOk(packet)) await around.onRenamed(request.target ?? '');
    if (plan === 'hold') {
      const held = around.holds.hold({ on: request.kind, what: 'reply', file: files.nameOf(request) });
      void held.then(() => writeTo(channel, packet));
    } else if (plan === 'pass' && !cutting) await writeTo(channel, packet);
    if (cutting && waiting.size === 0) around.cut();
  };

  const forward = async (request: Request, packet = request.packet, plan: ReplyPlan = 'pass'): Promise<void> => {
    const open = files.of(request);
    const path = open && resolve(around.folder, open.path);
    const ours = await extensions.answer(request.extension, request.id, path);
    if (ours) return reply(request, ours, plan);
    if (open && request.kind === 'write') open.bytes += packet.length - (request.packet.length - request.length);
    if (request.kind !== 'init') waiting.set(request.id, { request, plan });
    await writeTo(program.stdin, packet);
  };

  /** The part of a write before the byte where its fault begins. */
  const forwardStart = async (request: Request, fault: Fault, plan: ReplyPlan): Promise<boolean> => {
    const length = request.kind === 'write' ? Math.max(0, (fault.atByte ?? 0) - request.offset) : 0;
    if (length > 0) await forward(request, trimWrite(request, length), plan);
    return length > 0;
  };

  const strike = async (request: Request, fault: Fault): Promise<void> => {
    const file = files.nameOf(request);
    switch (fault.act) {
      case 'cut-before':
        await forwardStart(request, fault, 'lose');
        cutWhenIdle();
        return;
      case 'cut-after':
        if (request.kind === 'write' && fault.atByte !== undefined) await forwardStart(request, fault, 'lose');
        else await forward(request, request.packet, 'lose');
        cutWhenIdle();
        return;
      case 'swallow':
        if (await forwardStart(request, fault, 'pass')) return;
        return reply(request, statusPacket(request.id, OK, ''), 'pass');
      case 'fail':
        return reply(request, statusPacket(request.id, fault.status ?? FAILURE, fault.message ?? 'Failure'), 'pass');
      case 'lose-reply':
        return forward(request, request.packet, 'lose');
      case 'hold-reply':
        return forward(request, request.packet, 'hold');
      case 'hold-request': {
        const released = around.holds.hold({ on: request.kind, what: 'request', file }).then(() => forward(request));
        heldRequests.add(released);
        return;
      }
      case 'freeze':
        around.freeze(around.holds.hold({ on: request.kind, what: 'line', file }));
        return forward(request);
    }
  };

  const upstream = async (): Promise<void> => {
    for await (const packet of packetsOf(channel as AsyncIterable<Buffer>)) {
      bytes += packet.length;
      const request = requestOf(packet);
      const upload = files.of(request)?.upload ?? '';
      const fault = cutting ? undefined : around.faults.strike(request, files.nameOf(request), upload);
      if (fault) await strike(request, fault);
      else if (!cutting) await forward(request);
    }
  };

  const downstream = async (): Promise<void> => {
    for await (const packet of packetsOf(program.stdout as AsyncIterable<Buffer>)) {
      if (typeOf(packet) === VERSION) {
        await writeTo(channel, extensions.offer(packet, around.controls().server.hiddenExtensions));
        continue;
      }
      const answered = waiting.get(idOf(packet));
      waiting.delete(idOf(packet));
      if (answered) await reply(answered.request, packet, answered.plan);
    }
  };

  const ended = new Promise<void>((resolve) => program.once('close', () => resolve()));
  program.on('error', () => channel.close());
  for (const stream of [program.stdin, channel]) {
    stream.setMaxListeners(0); // released all at once, many packets wait for one drain
    stream.on('error', () => undefined); // a program that ended early shows as a closed channel
  }
  void upstream()
    .catch(() => undefined)
    .then(() => Promise.all(heldRequests)) // a late rename happens though its client is gone
    .finally(() => program.stdin.end());
  void downstream()
    .catch(() => undefined)
    .finally(() => channel.close());

  return {
    get uploads() {
      return files.uploads;
    },
    get bytes() {
      return bytes;
    },
    ended,
    kill: () => void program.kill('SIGKILL'),
  };
}

const isRename = ({ kind }: Request): boolean => kind === 'rename' || kind === 'posix-rename';

/** Writes with back-pressure; a stream that is gone takes nothing and fails nobody. */
async function writeTo(stream: Writable, packet: Buffer): Promise<void> {
  if (!stream.writable || stream.write(packet)) return;
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => undefined);
  over.abort();
}
