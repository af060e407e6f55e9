import express, { type Request, type RequestHandler, type Response } from 'express';
import { badRequest, tooLarge, tooSlow } from './errors';

const MEBIBYTE = 1024 * 1024;
/** Of a letter: 15,000,000 bytes of PDF in base64, with room for line breaks and JSON. */
export const LETTER_BODY_BYTES = 21 * MEBIBYTE;
export const SMALL_BODY_BYTES = MEBIBYTE;

const notJson = () => badRequest('Invalid JSON supplied in POST data');

/** The whole body, whatever its content type. One that comes in after its request was answered as too slow begins nothing; one that is too large is read to its end but not kept, so that the client hears the answer. */
export function readBody(request: Request, response: Response, limit: number): Promise<Buffer> {
  const read: RequestHandler = express.raw({ type: () => true, limit });
  return new Promise((resolve, reject) => {
    read(request, response, (error?: unknown) => {
      const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
      if (status === 413) reject(tooLarge(`The request body must not have more than ${limit} bytes`));
      else if (error) reject(notJson());
      else if (response.headersSent) reject(tooSlow());
      else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    });
  });
}

/** Reads text in UTF-8; what is none has replacement characters. */
export const readText = async (request: Request, response: Response, limit: number): Promise<string> =>
  new TextDecoder('utf-8').decode(await readBody(request, response, limit));

/** JSON in UTF-8. Throws the contract's refusal for anything else; an empty body is no JSON. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw notJson();
  }
}

export const readJson = async (request: Request, response: Response, limit: number): Promise<unknown> =>
  parseJson(await readBody(request, response, limit));
