import type { RequestHandler } from 'express';
import { tooSlow } from './errors';
import { sendJson } from './send';

/** Answers with 504 when nothing else has; what the request began goes on to its end, since half of it would be worse. */
export const createTimeLimit =
  (limitMs: number): RequestHandler =>
  (_request, response, next) => {
    const timer = setTimeout(() => sendJson(response, tooSlow()), limitMs);
    response.once('close', () => clearTimeout(timer));
    next();
  };
