/** What an answer means for a callback, and when it is tried again (letters-api §10, Standard Webhooks). */
import type { CallbackOutcome, DueCallback } from './callback';
import { assertNever } from './result';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const FIRST_MS = 15 * SECOND_MS;
const GROWTH = 3;
const LONGEST_MS = 6 * HOUR_MS;
/** How long a callback is tried, from the change of status or from its replay on. */
export const RETRY_WINDOW_MS = 72 * HOUR_MS;
/** A wish for more patience than this is taken for this. */
const MOST_RETRY_AFTER_MS = 24 * HOUR_MS;

const FIRST_PAUSE_MS = 5 * SECOND_MS;
const LONGEST_PAUSE_MS = 2 * MINUTE_MS;

/** What came of one call: the status of an answer, or a word for why there was none. */
export type CallbackAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly afterMs?: number }
  | { readonly kind: 'unanswered'; readonly reason: string };

const TOO_MANY_REQUESTS = 429;
const GONE = 410;

type Verdict = 'delivered' | 'stop' | 'refused' | 'again';

/** 2xx alone is success. A redirect is not followed: what it should lead to was never judged. */
export function verdictOf(answer: CallbackAnswer): Verdict {
  if (answer.kind === 'unanswered') return 'again';
  const { status } = answer;
  if (status >= 200 && status < 300) return 'delivered';
  if (status === GONE) return 'stop';
  return status >= 400 && status < 500 && status !== TOO_MANY_REQUESTS ? 'refused' : 'again';
}

/** Before the next attempt, by how many there were: 15 s, 45 s, 2 min … 6 h, a quarter more or less. `jitter` is from 0 to 1. */
export const backoffMs = (attempts: number, jitter: number): number =>
  Math.round(Math.min(FIRST_MS * GROWTH ** (attempts - 1), LONGEST_MS) * (0.75 + jitter / 2));

/** A `Retry-After` beside an answer that is final, or a success, asks for nothing. */
const afterMsOf = (answer: CallbackAnswer): number =>
  answer.kind === 'answered' && verdictOf(answer) === 'again' ? Math.min(answer.afterMs ?? 0, MOST_RETRY_AFTER_MS) : 0;

type Tried = Pick<DueCallback, 'attempts' | 'retryFrom'>;

/** The last attempt comes when the three days are over, or later where the service asked for that; then none. */
function nextAttempt({ attempts, retryFrom }: Tried, answer: CallbackAnswer, now: Date, jitter: number) {
  const last = retryFrom.getTime() + RETRY_WINDOW_MS;
  if (now.getTime() >= last) return undefined;
  const backoff = Math.min(now.getTime() + backoffMs(attempts, jitter), last);
  return new Date(Math.max(backoff, now.getTime() + afterMsOf(answer)));
}

const wordsOf = (answer: CallbackAnswer): string =>
  answer.kind === 'answered' ? `HTTP ${answer.status}` : answer.reason;

/** What the attempt comes to at the instant `now`. */
export function outcomeOf(
  { letterId, sequence, ...tried }: DueCallback,
  answer: CallbackAnswer,
  now: Date,
  jitter: number,
): CallbackOutcome {
  const outcome = (result: CallbackOutcome['result']) => ({ letterId, sequence, answer: wordsOf(answer), result });
  const verdict = verdictOf(answer);
  switch (verdict) {
    case 'delivered':
      return outcome({ kind: 'delivered' });
    case 'stop':
      return outcome({ kind: 'exhausted', cause: 'stopped' });
    case 'refused':
      return outcome({ kind: 'exhausted', cause: 'refused' });
    case 'again': {
      const dueAt = nextAttempt(tried, answer, now, jitter);
      return outcome(dueAt ? { kind: 'again', dueAt } : { kind: 'exhausted', cause: 'gave-up' });
    }
    default:
      return assertNever(verdict);
  }
}

/**
 * How long a service is left alone after a page: as long as one of its answers asked for, and after `fruitless` pages in a
 * row that brought nothing but faults ever longer, so that an endpoint that hangs takes up little of the workers.
 */
export function pauseMs(answers: readonly CallbackAnswer[], fruitless: number): number {
  const growing = fruitless === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (fruitless - 1), LONGEST_PAUSE_MS);
  return Math.max(growing, ...answers.map(afterMsOf));
}

/** A page without any answer but faults that may pass. */
export const isFruitless = (answers: readonly CallbackAnswer[]): boolean =>
  answers.length > 0 && answers.every((answer) => verdictOf(answer) === 'again');
