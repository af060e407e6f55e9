import type { StackState } from '../stack/state';

/** Asks the API as its operator; with a body, to do something. Throws on every answer but a good one. */
export async function askOperations(state: StackState, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${state.apiUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${state.operator.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
