import type { Request } from 'express';

/** The pattern of the route that took a request: for logs and metrics, which must not hold what people wrote into a path. */
export const patternOf = (request: Request): string =>
  (request.route as { readonly path: string } | undefined)?.path ?? 'unknown';
