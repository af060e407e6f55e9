/** Readers of arguments. Each refuses with one line that says what to give. */
import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InvalidArgumentError } from 'commander';
import { type Day, parseDay } from '../domain/calendar';
import { parseCallbackStatuses, parseCallbackToken } from '../domain/callback-endpoint';
import { parseInstant } from '../domain/instant';
import {
  KEY_KINDS,
  type KeyKind,
  LETTER_STATUSES,
  type LetterId,
  type LetterStatus,
  type ServiceId,
  parseLetterId,
  parseServiceId,
  type TemplateId,
  parseTemplateId,
} from '../domain/letter';
import { parseCutOff } from '../domain/manual-run';
import { POSTAGES, type Postage, parsePostage } from '../domain/postage';
import { TEMPLATE_POSTAGES, type TemplatePostage } from '../domain/template';
import { UsageError } from './failures';
import { DAILY_LIMITS, RATE_LIMITS, RETENTION_DAYS } from '../domain/service';

export function dayInput(text: string): Day {
  const day = parseDay(text);
  if (!day) throw new InvalidArgumentError('Give a day as YYYY-MM-DD.');
  return day;
}

const INSTANT = 'an instant with its offset, such as 2026-01-05T17:30:00Z';

export function instantInput(text: string): Date {
  const instant = parseInstant(text);
  if (!instant) throw new InvalidArgumentError(`Give ${INSTANT}.`);
  return instant;
}

export function cutOffInput(text: string): Date | 'now' {
  const cutOff = parseCutOff(text);
  if (!cutOff) throw new InvalidArgumentError(`Give now, or ${INSTANT}.`);
  return cutOff;
}

export function serviceInput(text: string): ServiceId {
  const id = parseServiceId(text.toLowerCase());
  if (!id) throw new InvalidArgumentError('Give the id of a service, a UUID (postroom service list).');
  return id;
}

export function letterIdInput(text: string): LetterId {
  const id = parseLetterId(text.toLowerCase());
  if (!id) throw new InvalidArgumentError('Give the id of a letter, a UUID (postroom letter find).');
  return id;
}

export function statusesInput(text: string): readonly LetterStatus[] {
  const statuses = parseCallbackStatuses(text);
  if (statuses.ok) return statuses.value;
  throw new InvalidArgumentError(`Give all, or some of ${LETTER_STATUSES.join(', ')}.`);
}

/** A bearer token from a file, or from standard input for `-`; on the command line others would see it. */
export async function tokenInput(path: string): Promise<string> {
  const token = parseCallbackToken((await readInput(path === '-' ? '/dev/stdin' : path)).toString('utf8').trim());
  if (token !== undefined) return token;
  throw new UsageError(
    'A bearer token has 10 to 500 printable characters and no spaces (postroom callbacks set --help)',
  );
}

export function templateInput(text: string): TemplateId {
  const id = parseTemplateId(text.toLowerCase());
  if (!id) throw new InvalidArgumentError('Give the id of a template, a UUID (postroom template list).');
  return id;
}

export function templatePostageInput(text: string): TemplatePostage {
  const postage = TEMPLATE_POSTAGES.find((candidate) => candidate === text);
  if (!postage) throw new InvalidArgumentError(`Give one of ${TEMPLATE_POSTAGES.join(', ')}.`);
  return postage;
}

export function postageInput(text: string): Postage {
  const postage = parsePostage(text);
  if (!postage) throw new InvalidArgumentError(`Give one of ${POSTAGES.join(', ')}.`);
  return postage;
}

export function keyKindInput(text: string): KeyKind {
  const kind = KEY_KINDS.find((candidate) => candidate === text);
  if (!kind) throw new InvalidArgumentError(`Give one of ${KEY_KINDS.join(', ')}.`);
  return kind;
}

export function yesNoInput(text: string): boolean {
  if (text !== 'yes' && text !== 'no') throw new InvalidArgumentError('Give yes or no.');
  return text === 'yes';
}

/** A reader of whole numbers in a range, both ends allowed. */
const numberInput =
  (what: string, { smallest, largest }: { readonly smallest: number; readonly largest: number }) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!Number.isInteger(value) || value < smallest || value > largest) {
      throw new InvalidArgumentError(`Give a whole number${what} from ${smallest} to ${largest}.`);
    }
    return value;
  };

export const retentionInput = numberInput(' of days', RETENTION_DAYS);
export const rateLimitInput = numberInput(' of requests per minute', RATE_LIMITS);
export const dailyLimitInput = numberInput(' of letters per day', DAILY_LIMITS);
export const countInput = numberInput('', { smallest: 1, largest: 1000 });
export const versionInput = numberInput('', { smallest: 1, largest: 2_147_483_647 });

/** Text that the tables can keep, with something in it. */
export function textInput(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give a text that is not empty.');
  if (text.includes('\0')) throw new InvalidArgumentError('Give a text without NUL characters.');
  return text;
}

/** One line that people know something by. */
export function nameInput(text: string): string {
  if (text.trim() === '' || /\p{Cc}/u.test(text)) throw new InvalidArgumentError('Give a name of one line, not empty.');
  return text;
}

const unreadable = (path: string) => (error: unknown) => {
  throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
};

/** The bytes of a small file that somebody names. */
export const readInput = (path: string): Promise<Buffer> => readFile(path).catch(unreadable(path));

/** The text of a small file in UTF-8, without the line ends at its end. */
export async function textOfFile(path: string): Promise<string> {
  const bytes = await readInput(path);
  try {
    return textInput(new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/[\r\n]+$/, ''));
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new UsageError(`${path}: ${error.message}`);
    throw new UsageError(`${path} is no text in UTF-8`);
  }
}

/** A file of any size that somebody names, to be read more than once: a pipe cannot be. */
export async function streamInput(path: string): Promise<() => Readable> {
  const handle = await open(path).catch(unreadable(path));
  const isFile = (await handle.stat()).isFile();
  await handle.close();
  if (!isFile) throw new UsageError(`${path} is no file that can be read twice; save it as one`);
  return () => createReadStream(path);
}
