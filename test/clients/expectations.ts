/** What a case expects, said once for both clients: they tell the same answer in different ways (letters-api §11). */
import type { Outcome } from './calls';

export type ClientName = 'node' | 'python';
/** Null: the client has no such call. */
export type Expected = Readonly<Record<ClientName, Outcome | null>>;

export const answered = (status: number, body: unknown): Expected => ({
  node: { kind: 'answered', status, body },
  python: { kind: 'answered', status: null, body },
});

/** Node hands out the whole body; Python its `message`, or else its `errors`. */
const refusedWith = (status: number, body: object, told: unknown): Expected => ({
  node: { kind: 'refused', status, told: body, name: 'AxiosError' },
  python: { kind: 'refused', status, told, name: status === 503 ? 'HTTP503Error' : 'HTTPError' },
});

export const file = (bytes: Buffer): Expected => ({ node: { kind: 'file', bytes }, python: { kind: 'file', bytes } });

/** An error in the form of Notify's v2 routes, with one entry per message. */
export function refused(status: number, error: string, ...messages: readonly string[]): Expected {
  const errors = messages.map((message) => ({ error, message }));
  return refusedWith(status, { status_code: status, errors }, errors);
}

/** One entry that says more than error and message. */
export const refusedEntries = (status: number, ...errors: readonly object[]): Expected =>
  refusedWith(status, { status_code: status, errors }, errors);

export const badRequest = (message: string) => refused(400, 'BadRequestError', message);
export const invalid = (...messages: readonly string[]) => refused(400, 'ValidationError', ...messages);
export const forbidden = (message: string) => refused(403, 'BadRequestError', message);
export const denied = (message: string) => refused(403, 'AuthError', message);
export const unknownLetter = refused(404, 'NoResultFound', 'No result found');

const NOT_FOUND =
  'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.';
/** The answer to a path that no route has. */
export const unknownRoute = refusedWith(404, { result: 'error', message: NOT_FOUND }, NOT_FOUND);

/** The client itself refuses, or nobody answers. */
export const thrown = (told: string): Outcome => ({ kind: 'thrown', told });

/** What one client has another answer for, or no call at all. */
export const but = (expected: Expected, differing: Partial<Expected>): Expected => ({ ...expected, ...differing });
