import { readFile } from 'node:fs/promises';

const WITHIN_MS = 30_000;
const MOST_BYTES = 1024 * 1024;

async function textAt(url: string): Promise<string> {
  // eslint-disable-next-line no-restricted-globals -- this is an adapter, and it keeps a time limit
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(WITHIN_MS),
  });
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes came`); // leaving the loop cancels the rest
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string } };
  return name === 'TimeoutError' ? 'no answer in time' : (cause?.code ?? message);
}

/** The JSON at an http address or in a file. Throws an Error that names both place and reason in one line. */
export async function fetchJson(from: string): Promise<unknown> {
  try {
    return JSON.parse(await (/^https?:\/\//.test(from) ? textAt(from) : readFile(from, 'utf8')));
  } catch (error) {
    throw new Error(`${from} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
