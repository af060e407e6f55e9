import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf } from '../../dev/printer/zip-reader';
import { stampOf } from '../../src/domain/stamp';

interface TakenZip {
  readonly name: string;
  /** Of its letters, as their file names have them. */
  readonly references: readonly string[];
}

interface Folders {
  readonly inbox: string;
  readonly outbox: string;
}

/** A printer that does all it should, at the times that a test says. It knows of letters only what lay in its inbox. */
export function createPunctualPrinter({ inbox, outbox }: Folders) {
  let unanswered: TakenZip[] = [];

  async function take(name: string): Promise<TakenZip> {
    const path = join(inbox, name);
    const references: string[] = [];
    for await (const entry of entriesOf(path)) references.push(entry.name.split('.')[1] ?? entry.name);
    await rm(path);
    return { name, references };
  }

  return {
    /** Takes in what lies there and acknowledges it. */
    acknowledge: async (at: Date): Promise<void> => {
      const zips = await Promise.all((await readdir(inbox)).map(take));
      unanswered.push(...zips);
      const text = zips.map(({ name }) => `${name}|${stampOf(at)}\n`).join('');
      await writeFile(join(outbox, `NOTIFY.${stampOf(at)}.ACK.TXT`), text);
    },
    /** Answers `Sent` for every letter it took in since the last answer. */
    respond: async (at: Date): Promise<void> => {
      const zips = unanswered;
      unanswered = [];
      const lines = zips.flatMap(({ references }) => references.map((reference) => `${reference}|Sent|1|Unsorted\n`));
      await writeFile(join(outbox, `NOTIFY-${stampOf(at)}-RSP.TXT`), lines.join(''));
    },
  };
}
