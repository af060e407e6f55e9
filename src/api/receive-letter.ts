/** What comes before a letter is understood: limits, body, and whether it was sent before. */
import { LETTER_BODY_BYTES, parseJson, readBody } from './body';
import { createBodyRoom } from './body-room';
import type { ApiDependencies } from './dependencies';
import type { LetterTerms } from './accept-letter';
import { type Reply, createReplay, idempotencyKeyOf } from './idempotency';
import { dailyLimitOf, refuseOverDay, refuseOverRate } from './limits';
import type { Caller, Exchange } from './route';
import { sha256Of } from './sha256';

export type Received =
  | { readonly kind: 'repeated'; readonly reply: Reply }
  | { readonly kind: 'new'; readonly body: unknown; readonly terms: Omit<LetterTerms, 'answerOf'> };

/** Throws the contract's refusals. A repeated letter is in the day's count already, so that it is not refused for it. */
export function createReceiveLetter(deps: ApiDependencies) {
  const replay = createReplay(deps);
  const enter = createBodyRoom();
  const isKnown = async ({ service, keyKind }: Caller, key: ReturnType<typeof idempotencyKeyOf>) =>
    key !== undefined && (await deps.idempotency.find(service.id, keyKind, key)) !== undefined;

  return async ({ request, response, caller }: Exchange & { caller: Caller }): Promise<Received> => {
    const letters = await refuseOverRate(caller, deps);
    const key = idempotencyKeyOf(request);
    if (!(await isKnown(caller, key))) refuseOverDay(caller, letters, deps);
    await enter(caller.service.id, request, response, LETTER_BODY_BYTES);
    const bytes = await readBody(request, response, LETTER_BODY_BYTES);
    const repeatable = key && { key, body: sha256Of(bytes) };
    const reply = repeatable && (await replay(caller, repeatable));
    if (reply) return { kind: 'repeated', reply };
    return { kind: 'new', body: parseJson(bytes), terms: { repeatable, dailyLimit: dailyLimitOf(caller) } };
  };
}
