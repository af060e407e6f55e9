import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { type Calendar, parseCalendar } from '../../domain/calendar';
import { ENGLAND_AND_WALES } from '../../domain/calendar-data';
import { type Result, ok, refused } from '../../domain/result';
import type { BankHolidays } from '../../ports';
import { fetchJson } from './fetch-json';

/** Of the file's list and the one that came with this version the one that ends later; an upgrade is not held back by an old file. */
function inForce(file: string): Result<Calendar, string> {
  try {
    const calendar = parseCalendar(JSON.parse(readFileSync(file, 'utf8')));
    if (!calendar.ok) return refused(`${file}: ${calendar.error}`);
    return ok(calendar.value.lastKnown < ENGLAND_AND_WALES.lastKnown ? ENGLAND_AND_WALES : calendar.value);
  } catch (error) {
    // Nothing was refreshed yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(ENGLAND_AND_WALES);
    return refused(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** A process that reads while it is written, or after the writer died, finds the old list or the new one, whole. */
async function replace(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  try {
    const handle = await open(beside, 'wx', 0o644);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** `file`: where the refreshed list is kept, or null. */
export const createBankHolidays = (file: string | null): BankHolidays => ({
  file,
  inForce: () => (file === null ? ok(ENGLAND_AND_WALES) : inForce(file)),
  fetch: fetchJson,
  write: async (list) => {
    if (file === null) throw new Error('There is no file for bank holidays');
    await replace(file, `${JSON.stringify(list, null, 2)}\n`);
  },
});
