import type { RequestHandler } from 'express';
import type { Metrics } from '../metrics';
import { patternOf } from './pattern';

/** Counts each answer by its route's pattern, never by its address. */
export const createObserver =
  ({ requestSeconds }: Metrics): RequestHandler =>
  (request, response, next) => {
    const stop = requestSeconds.startTimer();
    response.once('close', () => {
      stop({ method: request.method, route: patternOf(request), status: String(response.statusCode) });
    });
    next();
  };
