import type { Printer } from '../../ports';
import { removeFile, renameFile } from './change-file';
import type { Connection } from './connection';
import { createConnections } from './connections';
import { credentialsFrom } from './credentials';
import { pinsFrom } from './host-keys';
import { listFolder } from './list-folder';
import { isFolder, sizeOfStaged } from './look';
import { readFile } from './read-file';
import { remotePath } from './remote-path';
import { DEFAULTS, type PrinterSettings } from './settings';
import { uploadFile } from './upload-file';

/**
 * The print provider by SFTP, straight on ssh2: ssh2-sftp-client reports uploads as done that were not, and a file as
 * missing whenever the server fails to look. Throws at once when host keys or private keys are missing or too weak;
 * connects later, anew for each call.
 */
export function createPrinter(given: PrinterSettings): Printer {
  const settings = { ...DEFAULTS, ...given };
  const { staging, inbox, outbox } = settings.folders;
  const pins = pinsFrom(settings.hostKeyFingerprints);
  const credentials = credentialsFrom(settings.username, settings.privateKeys);
  const { use, transfer, close } = createConnections({ ...settings, pins, credentials }, settings.maxConnections);
  const staged = (temp: string): string => remotePath(staging, temp);

  return {
    probe: () => use((connection) => probe(connection, staging)),
    upload: (temp, source, options) => {
      source.on('error', () => undefined); // it may fail before anybody reads it; reading it says so
      const onProgress = (bytes: number): void => options.onProgress(bytes);
      const how = { inFlight: settings.writesInFlight, onProgress };
      const sent = transfer((connection) => uploadFile(connection, staged(temp), source, how), options.signal);
      return sent.finally(() => source.destroy());
    },
    statTemp: (temp) => use((connection) => sizeOfStaged(connection, staging, staged(temp))),
    publish: (temp, finalName) =>
      use((connection) => renameFile(connection, staged(temp), remotePath(inbox, finalName))),
    listTemps: async () => (await use((connection) => listFolder(connection, staging))).map(({ name }) => name),
    removeTemp: (temp) => use((connection) => removeFile(connection, staged(temp))),
    listOutbox: () => use((connection) => listFolder(connection, outbox)),
    read: (name, take) => use((connection) => readFile(connection, remotePath(outbox, name), take)),
    close: () => {
      close();
      return Promise.resolve();
    },
  };
}

const probe = async (connection: Connection, staging: string) => ({
  hostKeyFingerprint: connection.hostKeyFingerprint,
  posixRename: connection.offers.posixRename,
  fsync: connection.offers.fsync,
  stagingFolder: await isFolder(connection, staging),
});
