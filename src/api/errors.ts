import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../log';
import { patternOf } from './pattern';
import { sendJson } from './send';

/** The one class of answers that are no success: thrown anywhere in a request, sent by the one handler. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly status: number,
    readonly body: object,
    reason: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(reason);
  }
}

/** The error form of Notify's v2 routes. */
const v2Body = (status: number, error: string, ...messages: readonly string[]) => ({
  status_code: status,
  errors: messages.map((message) => ({ error, message })),
});

const v2 = (status: number, error: string, ...messages: readonly string[]): Refusal =>
  new Refusal(status, v2Body(status, error, ...messages), messages.join('; '));

export const badRequest = (message: string): Refusal => v2(400, 'BadRequestError', message);
export const forbidden = (message: string): Refusal => v2(403, 'BadRequestError', message);
export const notReady = (): Refusal => v2(400, 'PDFNotReadyError', 'PDF not available yet, try again later');
export const invalid = (...messages: readonly string[]): Refusal => v2(400, 'ValidationError', ...messages);
/** One entry with more to it than a message. */
export const invalidEntry = (message: string, details: object): Refusal =>
  new Refusal(400, { status_code: 400, errors: [{ error: 'ValidationError', message, ...details }] }, message);
export const unauthorised = (message: string): Refusal => v2(401, 'AuthError', message);
export const notAuthenticated = (message: string): Refusal => v2(403, 'AuthError', message);
export const notFound = (message: string): Refusal => v2(404, 'NoResultFound', message);
export const noResult = (): Refusal => notFound('No result found');
export const conflict = (error: string, message: string): Refusal => v2(409, error, message);
export const tooLarge = (message: string): Refusal => v2(413, 'RequestEntityTooLarge', message);
export const tooMany = (error: string, message: string, retryAfterSeconds: number): Refusal =>
  new Refusal(429, v2Body(429, error, message), message, { 'Retry-After': String(retryAfterSeconds) });
export const unavailable = (error: string, message: string): Refusal => v2(503, error, message);
/** The connection ends with it: the rest of a request that is still coming in is not to be taken for the next one. */
export const tooSlow = (): Refusal => {
  const message = 'Timeout serving request';
  return new Refusal(504, v2Body(504, 'Timeout', message), message, { Connection: 'close' });
};

const unexpected = (): Refusal => v2(500, 'Exception', 'Internal server error');

/** The form of answers that are given before anything of a request is understood. */
const early = (status: number, message: string, headers = {}): Refusal =>
  new Refusal(status, { result: 'error', message }, message, headers);

export const unknownRoute = (): Refusal =>
  early(
    404,
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  );

export const wrongMethod = (allow: string): Refusal =>
  early(405, 'The method is not allowed for the requested URL.', { Allow: allow });

/** A path with a malformed percent sign matches no route. */
const refusalOf = (error: unknown): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  return error instanceof URIError ? unknownRoute() : undefined;
};

const DENIED: readonly number[] = [401, 403];

/**
 * Sends every answer that is no success. Who was not let in is logged with the reason; whatever nobody foresaw is logged and answered
 * with 500, without a word of its cause.
 */
export const createErrorHandler =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const refusal = refusalOf(error);
    const route = patternOf(request);
    if (!refusal) log.error({ route, ...faultOf(error) }, 'request failed');
    else if (DENIED.includes(refusal.status)) log.warn({ route, reason: refusal.message }, 'request denied');
    if (response.headersSent) next(error);
    else sendJson(response, refusal ?? unexpected());
  };

/** Only what the program says of a fault: a database's details may quote what people wrote. */
export function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  return { error: error.name, code, stack: error.stack };
}
