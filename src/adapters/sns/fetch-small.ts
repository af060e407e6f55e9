import { get } from 'node:https';

const MOST_BYTES = 64 * 1024;
const WITHIN_MS = 10_000;

/** The body of a small answer over https; `ca` names whom to trust instead of the usual authorities. Follows no redirect; throws for any answer but 200, too much of it, or too late. */
export async function fetchSmall(url: string, trust: { readonly ca?: string } = {}): Promise<Buffer> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  return new Promise((resolve, reject) => {
    const request = get(url, { ...trust, signal, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MOST_BYTES) request.destroy(new Error(`more than ${MOST_BYTES} bytes came`));
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`answered with ${response.statusCode ?? 'no status'}`));
      });
    });
    request.on('error', reject);
  });
}
