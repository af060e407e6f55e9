import { PrinterError, type PrinterErrorKind } from './printer-error';

/** Status codes of SFTP; 14 and 15 are later than version 3, and yet sent by some servers. */
const BY_STATUS: Readonly<Record<number, PrinterErrorKind>> = {
  2: 'not-found',
  3: 'denied',
  6: 'connection',
  7: 'connection',
  8: 'unsupported',
  14: 'no-space',
  15: 'no-space',
};

/** ssh2 gives most of its errors no code: the texts are those of version 1.17.0, held by a test against a real server each. */
const BY_MESSAGE: readonly (readonly [RegExp, PrinterErrorKind])[] = [
  [/^Host denied \(verification failed\)/, 'host-key-refused'],
  [/^All configured authentication methods failed/, 'login-refused'],
  [/^Handshake failed: no matching /, 'insecure'],
  [/^(Keepalive timeout|Timed out while waiting for handshake)/, 'timed-out'],
  [/^(No response from server|Not connected|Connection lost before handshake|Channel is not open)/, 'connection'],
  [/^\(SSH\) Channel open failure|^Unable to start subsystem|while establishing SFTP session/, 'connection'],
  [/^(Handshake failed|Invalid (header|identification)|Protocol version not supported)/, 'connection'],
  [/^(Packet length \d+ exceeds|Malformed |Unknown packet type|Expected VERSION packet)/, 'connection'],
  [/^Server does not support this extended request/, 'unsupported'],
  [/no space left|disk (is )?full|quota exceeded/i, 'no-space'],
];

/** Codes of the operating system: all of them mean that there is no connection (any more). */
const SYSTEM_CODE = /^E[A-Z]+$/;
const LONGEST_REASON = 200;

/** Gives an error of ssh2, or of the socket under it, its kind. `what` says what was being done, for the message. */
export function classifyFailure(error: unknown, what: string): PrinterError {
  if (error instanceof PrinterError) return error;
  const { message, code } = error as { readonly message?: string; readonly code?: unknown };
  const reason = (message ?? String(error)).slice(0, LONGEST_REASON);
  return new PrinterError(kindOf(code, reason), `The printer: ${what}: ${reason}`, error);
}

function kindOf(code: unknown, reason: string): PrinterErrorKind {
  const byStatus = typeof code === 'number' ? BY_STATUS[code] : undefined;
  if (byStatus !== undefined) return byStatus;
  if (typeof code === 'string' && SYSTEM_CODE.test(code)) return 'connection';
  return BY_MESSAGE.find(([pattern]) => pattern.test(reason))?.[1] ?? 'failed';
}
