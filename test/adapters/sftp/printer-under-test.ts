import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createPrinter } from '../../../src/adapters/sftp/create-printer';
import { PrinterError, type PrinterErrorKind } from '../../../src/adapters/sftp/printer-error';
import type { PrinterSettings } from '../../../src/adapters/sftp/settings';
import type { Printer } from '../../../src/ports';
import { type TestPrinter, startTestPrinter } from '../../support/printer';

export interface UnderTest {
  /** The simulated printer. */
  readonly printer: TestPrinter;
  /** The adapter with other settings, against the same printer. */
  readonly withSettings: (settings: Partial<PrinterSettings>) => Promise<Printer>;
  /** The adapter. */
  readonly sftp: Printer;
  readonly close: () => Promise<void>;
}

/** A printer that keeps what is sent in its inbox, and the adapter that speaks to it. */
export async function startUnderTest(): Promise<UnderTest> {
  const printer = await startTestPrinter();
  await printer.control.control({ robot: { taking: false } });
  const opened: Printer[] = [];
  const withSettings = async (settings: Partial<PrinterSettings>): Promise<Printer> => {
    const { host, port, username, staging, inbox, outbox, hostKeyFingerprint } = printer;
    const sftp = createPrinter({
      host,
      port,
      username,
      privateKeys: [await readFile(printer.privateKeyFile, 'utf8')],
      hostKeyFingerprints: [hostKeyFingerprint],
      folders: { staging, inbox, outbox },
      maxConnections: 4,
      ...settings,
    });
    opened.push(sftp);
    return sftp;
  };
  return {
    printer,
    withSettings,
    sftp: await withSettings({}),
    close: async () => {
      for (const sftp of opened) await sftp.close();
      await printer.close();
    },
  };
}

/** Bytes in chunks of a size that fits no block. */
export function streamOf(body: Buffer, chunkBytes = 100_003): Readable {
  const chunks = Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, index) =>
    body.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  return Readable.from(chunks, { objectMode: false });
}

export const someBytes = (count: number): Buffer => randomBytes(count);
export const sha256Of = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
export const quietly = { onProgress: () => undefined };

export const stagedFile = (printer: TestPrinter, temp: string): Promise<Buffer> =>
  readFile(join(printer.folders.staging, temp));

/** What kind of error a call ends with; fails the test when it does not end with one. */
export async function errorOf(call: Promise<unknown>): Promise<PrinterError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PrinterError) return error;
  throw new Error(`Expected a PrinterError, not ${String(error)}`);
}
export const kindOf = async (call: Promise<unknown>): Promise<PrinterErrorKind> => (await errorOf(call)).kind;
