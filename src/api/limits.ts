/** How much a service may send: tested before anything of a letter is read (letters-api §3, §10). */
import { secondsToNextDay, secondsToToken, utcDayOf } from '../domain/sending-limits';
import type { ApiDependencies } from './dependencies';
import { type Refusal, tooMany } from './errors';
import type { Caller } from './route';

type Deps = Pick<ApiDependencies, 'sendingLimits' | 'clock'>;

export const overDailyLimit = (dailyLimit: number, at: Date): Refusal =>
  tooMany('TooManyRequestsError', `Exceeded send limits (letter: ${dailyLimit}) for today`, secondsToNextDay(at));

/** Takes a token, or throws the refusal. Returns the letters that the service has sent today. */
export async function refuseOverRate({ service, keyKind }: Caller, { sendingLimits, clock }: Deps): Promise<number> {
  const { id, rateLimit } = service;
  const at = { perMinute: rateLimit, day: utcDayOf(clock.now()) };
  const { token, letters } = await sendingLimits.take(id, keyKind, at);
  if (token) return letters;
  const limit = `key type ${keyKind.toUpperCase()} of ${rateLimit} requests per 60 seconds`;
  throw tooMany('RateLimitError', `Exceeded rate limit for ${limit}`, secondsToToken(rateLimit));
}

/** The daily limit that this kind of key has; a test key's letters do not count. */
export const dailyLimitOf = ({ service, keyKind }: Caller): number | undefined =>
  keyKind === 'test' ? undefined : service.dailyLimit;

/** Only a look: the letter counts when it is stored, and may be refused then. */
export function refuseOverDay(caller: Caller, letters: number, { clock }: Deps): void {
  const limit = dailyLimitOf(caller);
  if (limit !== undefined && letters >= limit) throw overDailyLimit(limit, clock.now());
}
