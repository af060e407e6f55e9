import type { SFTPWrapper } from 'ssh2';

/** What the server offered when the session began. */
export interface Negotiated {
  /** Plain rename is no substitute: OpenSSH does it as link and unlink, and a file can be published twice in between. */
  readonly posixRename: boolean;
  readonly fsync: boolean;
  /** Bytes of one write that travel as one request. */
  readonly longestWrite: number;
}

/** OpenSSH's own limit. */
const LONGEST_BLOCK = 255 * 1024;

/** ssh2 1.17.0 knows these but does not show them; the tests of the probe fail should it rename them. */
interface Hidden {
  readonly _extensions?: Readonly<Record<string, string>>;
  readonly _maxWriteLen?: number;
}

export function negotiatedBy(sftp: SFTPWrapper): Negotiated {
  const { _extensions = {}, _maxWriteLen = 32 * 1024 } = sftp as SFTPWrapper & Hidden;
  return {
    posixRename: _extensions['posix-rename@openssh.com'] === '1',
    fsync: _extensions['fsync@openssh.com'] === '1',
    longestWrite: Math.min(LONGEST_BLOCK, _maxWriteLen),
  };
}
