import type { Request } from 'express';
import type { ApiSettings } from './dependencies';

/** What links in answers begin with: the configured public URL, or scheme and host of the request; no slash at its end. */
export const baseUrlOf = (request: Request, { publicUrl }: ApiSettings): string =>
  (publicUrl ?? `${request.protocol}://${request.headers.host ?? 'localhost'}`).replace(/\/+$/, '');
