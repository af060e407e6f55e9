import { readFileSync, readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { StackState } from '../stack/state';
import { createLettersClient } from './letters-client';
import { askOperations } from './operations';
import { until } from './until';

const SAMPLES = join(__dirname, '..', 'samples', 'refused');

/** A letter that was refused, and why, in a sentence. */
export interface RefusedLetter {
  readonly name: string;
  readonly explanation: string;
}

/** Looks until the letter is at its end. Throws for one that may be printed. */
async function explanationOf(state: StackState, id: string): Promise<string> {
  let letter: Record<string, unknown> = {};
  await until(async () => {
    letter = await askOperations(state, `/operations/letters/${id}`);
    return letter['status'] !== 'pending-virus-check';
  }, `letter ${id} is judged`);
  if (letter['status'] !== 'validation-failed')
    throw new Error(`Letter ${id} was not refused: ${String(letter['status'])}`);
  return String(letter['explanation']);
}

/** Sends letters that may not be printed, and hears why from the operators' API. */
export async function sendRefused(state: StackState): Promise<readonly RefusedLetter[]> {
  const client = createLettersClient(state.apiUrl, state.service.keys.live);
  const send = async (file: string): Promise<RefusedLetter> => {
    const { name } = parse(file);
    const id = await client.send({ reference: name, postage: 'second', pdf: readFileSync(join(SAMPLES, file)) });
    return { name, explanation: await explanationOf(state, id) };
  };
  return Promise.all(readdirSync(SAMPLES).sort().map(send));
}
