import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type AuthContext, type ParsedKey, Server, type ServerChannel } from 'ssh2';
import type { PrinterKeys } from './keys';

export const USERNAME = 'postroom';

export interface SshServer {
  readonly port: number;
  readonly loginAttempts: number;
  close(): Promise<void>;
}

/** ssh2's server, on a port of its own behind the line. Each `sftp` subsystem is handed over as a raw channel with its connection's port. */
export async function openSshServer(
  keys: PrinterKeys,
  onSftp: (channel: ServerChannel, farPort: number) => void,
): Promise<SshServer> {
  let loginAttempts = 0;
  const server = new Server({ hostKeys: [keys.hostKey], ident: 'Postroom_simulated_printer' }, (client, { port }) => {
    client.on('error', () => undefined); // a client that breaks off is not our failure
    client.on('authentication', (attempt) => {
      loginAttempts += 1;
      if (mayLogIn(attempt, keys.clientKey)) attempt.accept();
      else attempt.reject(['publickey']);
    });
    client.on('session', (acceptSession) => {
      acceptSession().on('subsystem', (accept, reject, { name }) => {
        if (name === 'sftp') onSftp(accept(), port);
        else reject();
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get loginAttempts() {
      return loginAttempts;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function mayLogIn(attempt: AuthContext, allowed: ParsedKey): boolean {
  if (attempt.method !== 'publickey' || attempt.username !== USERNAME) return false;
  if (attempt.key.algo !== allowed.type || !attempt.key.data.equals(allowed.getPublicSSH())) return false;
  if (!attempt.signature || !attempt.blob) return true; // only asks whether the key would do
  return allowed.verify(attempt.blob, attempt.signature, attempt.hashAlgo);
}
