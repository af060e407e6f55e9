import { classifyFailure } from '../../../src/adapters/sftp/classify-failure';
import { PrinterError, type PrinterErrorKind } from '../../../src/adapters/sftp/printer-error';

const withCode = (message: string, code: string | number): Error => Object.assign(new Error(message), { code });

/** Each of these was seen from ssh2 1.17.0, Node, OpenSSH 9.2 or pkg/sftp 1.13.12. */
const SEEN: readonly (readonly [Error, PrinterErrorKind])[] = [
  [new Error('Host denied (verification failed)'), 'host-key-refused'],
  [new Error('All configured authentication methods failed'), 'login-refused'],
  [new Error('Handshake failed: no matching key exchange algorithm'), 'insecure'],
  [new Error('Handshake failed: no matching host key format'), 'insecure'],
  [new Error('Handshake failed: no matching C->S cipher'), 'insecure'],
  [new Error('Handshake failed: no matching S->C MAC'), 'insecure'],
  [new Error('Timed out while waiting for handshake'), 'timed-out'],
  [new Error('Keepalive timeout'), 'timed-out'],
  [new Error('No response from server'), 'connection'],
  [new Error('Not connected'), 'connection'],
  [new Error('Connection lost before handshake'), 'connection'],
  [new Error('(SSH) Channel open failure: open failed'), 'connection'],
  [new Error('Unable to start subsystem: sftp'), 'connection'],
  [new Error('Packet length 1416128883 exceeds max length of 262144'), 'connection'], // a greeting where SFTP should be
  [withCode('connect ECONNREFUSED 127.0.0.1:2222', 'ECONNREFUSED'), 'connection'],
  [withCode('getaddrinfo ENOTFOUND printer.example', 'ENOTFOUND'), 'connection'],
  [withCode('read ECONNRESET', 'ECONNRESET'), 'connection'],
  [withCode('No such file or directory', 2), 'not-found'],
  [withCode('Permission denied', 3), 'denied'],
  [withCode('Failure', 4), 'failed'],
  [withCode('write staging/x.part: no space left on device', 4), 'no-space'],
  [withCode('write staging/x.part: disk quota exceeded', 4), 'no-space'],
  [withCode('No space on filesystem', 14), 'no-space'],
  [withCode('Operation unsupported', 8), 'unsupported'],
  [new Error('Server does not support this extended request'), 'unsupported'],
  [new Error('something nobody has seen before'), 'failed'],
];

describe('What the printer refuses', () => {
  test.each(SEEN.map(([error, kind]) => [error.message, kind, error] as const))(
    '"%s" is %s',
    (message, kind, error) => {
      const classified = classifyFailure(error, 'write');
      expect(classified).toMatchObject({ kind, cause: error });
      expect(classified.message).toBe(`The printer: write: ${message}`);
    },
  );

  test('keeps its first name when it is classified again', () => {
    const error = new PrinterError('size-differs', 'too short');
    expect(classifyFailure(error, 'write')).toBe(error);
  });

  test('may say much: no more than 200 characters of it go on', () => {
    expect(classifyFailure(new Error('x'.repeat(10_000)), 'write').message).toHaveLength(220);
  });
});
