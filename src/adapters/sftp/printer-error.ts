/** What went wrong with the printer, as an operator would say it. */
export type PrinterErrorKind =
  /** The server showed a key that is not pinned; nobody tried to log in. */
  | 'host-key-refused'
  | 'login-refused'
  /** Only algorithms or keys on offer that are too weak. */
  | 'insecure'
  /** Not reached, or lost. */
  | 'connection'
  /** No answer within the deadline; the connection was ended. */
  | 'timed-out'
  | 'not-found'
  | 'denied'
  | 'no-space'
  /** The server lacks something that publishing needs. */
  | 'unsupported'
  /** What arrived is not as long as what was sent. */
  | 'size-differs'
  /** Refused without a reason; a full disk looks like this too. */
  | 'failed';

/** Thrown by every call of the printer adapter that did not end well. The message names files and counts, never contents. */
export class PrinterError extends Error {
  override readonly name = 'PrinterError';
  constructor(
    readonly kind: PrinterErrorKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? {} : { cause });
  }
}
