import type { Response } from 'express';

/** Sends JSON under exactly the content type that Notify gives it. A request that was already answered (too slow) is left alone. */
export function sendJson(
  response: Response,
  answer: { readonly status: number; readonly body: object; readonly headers?: Readonly<Record<string, string>> },
): void {
  if (response.headersSent) return;
  response.statusCode = answer.status;
  response.setHeader('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  const body = Buffer.from(JSON.stringify(answer.body));
  response.setHeader('Content-Length', body.length);
  response.end(body);
}

/** Sends a file as it is. */
export function sendFile(
  response: Response,
  file: {
    readonly type: 'application/pdf' | 'image/png';
    readonly bytes: Buffer;
    readonly headers?: Readonly<Record<string, string>>;
  },
): void {
  if (response.headersSent) return;
  response.setHeader('Content-Type', file.type);
  for (const [name, value] of Object.entries(file.headers ?? {})) response.setHeader(name, value);
  response.setHeader('Content-Length', file.bytes.length);
  response.end(file.bytes);
}
