import { access, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Controls } from './controls';
import type { ReceivedZip } from './received-log';

/** `YYYYMMDDHHMMSS` in UTC. */
const stampOf = (at: Date): string => at.toISOString().replace(/\D/g, '').slice(0, 14);

const NAMES = {
  acknowledgement: (stamp: string) => `NOTIFY.${stamp}.ACK.TXT`,
  response: (stamp: string) => `NOTIFY-${stamp}-RSP.TXT`,
};

/** One line a zip: its name, and when it was taken. */
export const acknowledgementText = (zips: readonly ReceivedZip[]): string =>
  zips.map(({ file, time }) => `${file}|${stampOf(new Date(time))}\n`).join('');

/** One line a letter: its reference, what became of it, its sheets, how it was sorted and, in newer files, the despatch date. */
export function responseText(zips: readonly ReceivedZip[], robot: Controls['robot']): string {
  const failed = new Set(robot.failedReferences);
  const date = robot.despatchDate ? `|${new Date().toISOString().slice(0, 10)}` : '';
  const lines = zips.flatMap(({ entries }) =>
    entries.map(({ name, pages }) => {
      const reference = referenceOf(name);
      const status = failed.has(reference) || pages === null ? 'Failed' : 'Sent';
      return `${reference}|${status}|${Math.ceil((pages ?? 0) / 2)}`;
    }),
  );
  const extra = robot.extraReferences.map((reference) => `${reference}|Sent|1`);
  return [...lines, ...extra].map((line) => `${line}|Unsorted${date}\n`).join('');
}

/** `NOTIFY.{REFERENCE}.D.{CLASS}.C.{stamp}.PDF` */
const referenceOf = (entry: string): string => entry.split('.')[1] ?? entry;

/** Puts a file into the outbox at once and whole; a name that is taken moves on to the next free second. Returns the name. */
export async function putReturnFile(
  kind: keyof typeof NAMES,
  text: string,
  { outbox, root }: { readonly outbox: string; readonly root: string },
): Promise<string> {
  const at = new Date();
  let name = NAMES[kind](stampOf(at));
  while (await exists(join(outbox, name))) {
    at.setSeconds(at.getSeconds() + 1);
    name = NAMES[kind](stampOf(at));
  }
  const draft = join(root, `${name}.draft`);
  await writeFile(draft, text);
  await rename(draft, join(outbox, name));
  return name;
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
