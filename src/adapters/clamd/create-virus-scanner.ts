import { connect } from 'node:net';
import type { Scan, VirusScanner } from '../../ports';

export interface VirusScannerSettings {
  readonly host: string;
  readonly port: number;
  /** For one letter, from the call to the answer. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;
/** An answer is one short line. */
const LONGEST_ANSWER = 4_096;
const CLEAN = 'stream: OK';
const FOUND = /^stream: (.{1,200}) FOUND$/;

/** A letter as clamd wants it: the command, one chunk behind its length, and a chunk of nothing. */
function* framesOf(pdf: Buffer): Generator<Buffer> {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(pdf.length);
  yield Buffer.concat([Buffer.from('zINSTREAM\0'), length]);
  yield pdf;
  yield Buffer.alloc(4);
}

/** Sends the letter and resolves with all that comes back until its end. Throws what the connection throws, and when time is over. */
async function exchange(pdf: Buffer, { host, port, patienceMs = PATIENCE_MS }: VirusScannerSettings): Promise<string> {
  const socket = connect({ host, port, signal: AbortSignal.timeout(patienceMs) });
  // A scanner that has made up its mind hangs up while a letter is still being sent: what it said counts, if it said something.
  let fault: Error | undefined;
  socket.on('error', (error) => (fault = error));
  for (const frame of framesOf(pdf)) socket.write(frame);
  const chunks: Buffer[] = [];
  const isWhole = (): boolean => Buffer.concat(chunks).includes(0) || Buffer.concat(chunks).length > LONGEST_ANSWER;
  try {
    for await (const chunk of socket) {
      chunks.push(chunk as Buffer);
      if (isWhole()) break;
    }
  } catch (error) {
    if (chunks.length === 0) throw fault ?? error;
  } finally {
    socket.destroy();
  }
  return Buffer.concat(chunks).toString('latin1').split('\0', 1)[0] ?? '';
}

/** What the scanner's line says. Throws on any that is no verdict: such a letter is scanned again. */
function scanIn(line: string): Scan {
  if (line === CLEAN) return { kind: 'clean' };
  const signature = FOUND.exec(line)?.[1];
  if (signature !== undefined) return { kind: 'infected', signature };
  throw new Error(`The virus scanner gave no verdict: ${JSON.stringify(line.slice(0, 200))}`);
}

/** Letters are scanned by clamd (ClamAV), whose command INSTREAM takes them over TCP. It holds no connection between letters. */
export const createVirusScanner = (settings: VirusScannerSettings): VirusScanner => ({
  scan: async (pdf) => {
    try {
      return scanIn(await exchange(pdf, settings));
    } catch (cause) {
      throw new Error(`The virus scanner at ${settings.host}:${settings.port} did not judge a letter`, { cause });
    }
  },
});
