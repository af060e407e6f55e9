import { readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Controls } from './controls';
import { inspectZip } from './inspect-zip';
import { type ReceivedLine, type ReceivedZip, appendReceived, readReceivedLog } from './received-log';
import { acknowledgementText, exists, putReturnFile, responseText } from './return-files';

/** The machine behind the inbox: takes zips, writes down what was in them, acknowledges and answers. */
export interface Robot {
  /** Takes one file before anything else happens. */
  takeNow(file: string): Promise<void>;
  readonly taken: number;
  readonly unacknowledged: number;
  readonly unanswered: number;
  close(): Promise<void>;
}

export interface RobotSurroundings {
  readonly root: string;
  readonly inbox: string;
  readonly outbox: string;
  readonly taken: string;
  readonly receivedLog: string;
  readonly settings: () => Controls['robot'];
  /** The extra references have been written. */
  readonly extrasUsed: () => void;
}

interface Zip {
  readonly received: ReceivedZip;
  acknowledged: boolean;
  answered: boolean;
}

const POLL_MS = 50;

/** Goes on from its own log: what was taken but not yet acknowledged or answered still will be. */
export async function startRobot(around: RobotSurroundings): Promise<Robot> {
  const log = await readReceivedLog(around.receivedLog);
  const zips = zipsOf(log);
  let taken = log.filter(({ event }) => event === 'received' || event === 'unreadable').length;
  const firstSeen = new Map<string, number>();
  const ended = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();

  /** One thing at a time: polling and `takeNow` never meet. */
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const done = turn.then(act);
    turn = done.catch(() => undefined);
    return done;
  };

  const take = async (file: string): Promise<void> => {
    const place = await freePlace(join(around.taken, file));
    await rename(join(around.inbox, file), place);
    const line = await inspectZip(place, file);
    await appendReceived(around.receivedLog, line);
    taken += 1;
    if (line.event === 'received') zips.push({ received: line, acknowledged: false, answered: false });
  };

  const takeDue = async (): Promise<void> => {
    const { taking, takeAfterMs } = around.settings();
    const files = (await readdir(around.inbox)).filter((file) => !file.startsWith('.')).sort();
    for (const file of firstSeen.keys()) if (!files.includes(file)) firstSeen.delete(file);
    for (const file of files) {
      const since = firstSeen.get(file) ?? Date.now();
      firstSeen.set(file, since);
      if (taking && Date.now() - since >= takeAfterMs) await take(file);
    }
  };

  const write = async (kind: 'acknowledgement' | 'response', due: readonly Zip[], text: string): Promise<void> => {
    const file = await putReturnFile(kind, text, around);
    const event = kind === 'response' ? 'responded' : 'acknowledged';
    const names = due.map(({ received }) => received.file);
    await appendReceived(around.receivedLog, { time: new Date().toISOString(), event, file, zips: names });
  };

  const acknowledgeDue = async (): Promise<void> => {
    const { acknowledging, acknowledgeAfterMs } = around.settings();
    const due = zips.filter((zip) => !zip.acknowledged && age(zip) >= acknowledgeAfterMs);
    if (!acknowledging || due.length === 0) return;
    await write('acknowledgement', due, acknowledgementText(due.map(({ received }) => received)));
    for (const zip of due) zip.acknowledged = true;
  };

  const respondDue = async (): Promise<void> => {
    const settings = around.settings();
    const due = zips.filter((zip) => !zip.answered && age(zip) >= settings.respondAfterMs);
    if (!settings.responding || due.length === 0) return;
    const received = due.map((zip) => zip.received);
    await write('response', due, responseText(received, settings));
    if (settings.extraReferences.length > 0) around.extrasUsed();
    for (const zip of due) zip.answered = true;
  };

  const poll = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      for (const act of [takeDue, acknowledgeDue, respondDue]) await inTurn(act).catch(complain);
      await sleep(POLL_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const polling = poll();

  return {
    takeNow: (path) =>
      inTurn(async () => {
        const file = basename(path);
        if (await exists(join(around.inbox, file))) await take(file);
      }).catch(complain),
    get taken() {
      return taken;
    },
    get unacknowledged() {
      return zips.filter((zip) => !zip.acknowledged).length;
    },
    get unanswered() {
      return zips.filter((zip) => !zip.answered).length;
    },
    close: async () => {
      ended.abort();
      await polling;
    },
  };
}

/** A folder that is away for a while is a test's doing; the robot goes on when it is back. */
const complain = (error: unknown): void => {
  process.stderr.write(`The simulated printer: ${String(error)}\n`);
};

const age = ({ received }: Zip): number => Date.now() - Date.parse(received.time);

function zipsOf(lines: readonly ReceivedLine[]): Zip[] {
  const named = (event: ReceivedLine['event']) =>
    new Set(lines.flatMap((line) => (line.event === event && 'zips' in line ? line.zips : [])));
  const acknowledged = named('acknowledged');
  const answered = named('responded');
  return lines.flatMap((line) =>
    line.event === 'received'
      ? [{ received: line, acknowledged: acknowledged.has(line.file), answered: answered.has(line.file) }]
      : [],
  );
}

/** Two files of one name are both kept: that there were two is what a test must see. */
async function freePlace(path: string): Promise<string> {
  let place = path;
  for (let count = 2; await exists(place); count += 1) place = `${path}.${count}`;
  return place;
}
