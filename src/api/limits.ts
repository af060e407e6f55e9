/** How much a service may send: tested before anything of a letter is read (letters-api §3, §10). */
import { secondsToNextDay, secondsToToken, utcDayOf } from '../domain/sending-limits';
import type { ApiDependencies } from './dependencies';
import { type Refusal, tooMany } from './errors';
import type { Caller } from './route';

type Deps = Pick<ApiDependencies, 'sendingLimits' | 'clock'>;

export const overDailyLimit = (dailyLimit: number, at: Date): Refusal =>
  tooMany('TooManyRequestsError', `Exceeded send limits (letter: ${dailyLimit}) for today`, secondsToNextDay(at));

/** Takes a token, or throws the refusal. */
export async function refuseOverRate({ service, keyKind }: Caller, { sendingLimits }: Deps): Promise<void> {
  const { id, rateLimit } = service;
  if (await sendingLimits.takeToken(id, keyKind, rateLimit)) return;
  const limit = `key type ${keyKind.toUpperCase()} of ${rateLimit} requests per 60 seconds`;
  throw tooMany('RateLimitError', `Exceeded rate limit for ${limit}`, secondsToToken(rateLimit));
}

/** The daily limit that this kind of key has; a test key's letters do not count. */
export const dailyLimitOf = ({ service, keyKind }: Caller): number | undefined =>
  keyKind === 'test' ? undefined : service.dailyLimit;

/** Only a look: the letter counts when it is stored, and may be refused then. */
export async function refuseOverDay(caller: Caller, { sendingLimits, clock }: Deps): Promise<void> {
  const limit = dailyLimitOf(caller);
  if (limit === undefined) return;
  const now = clock.now();
  if ((await sendingLimits.lettersOn(caller.service.id, utcDayOf(now))) >= limit) throw overDailyLimit(limit, now);
}
