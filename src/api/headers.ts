import type { RequestHandler } from 'express';

/** What every answer carries. */
export const COMMON_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Content-Type,Authorization',
  'Access-Control-Allow-Methods': 'GET,PUT,POST,DELETE',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload',
  'Cache-Control': 'no-store, no-cache, private, must-revalidate',
} as const;

export const commonHeaders: RequestHandler = (_request, response, next) => {
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
  next();
};
