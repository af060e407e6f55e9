import type { Command } from 'commander';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

export function addPrinter(program: Command, surroundings: Surroundings): void {
  const noun = program.command('printer').description("the print provider's SFTP server");
  addVerb(noun, surroundings, 'probe', 'logs in and says what it offers', async ({ openPrinter }) => {
    const { hostKeyFingerprint, posixRename, fsync, stagingFolder } = await openPrinter().probe();
    return recordReport({
      host_key_fingerprint: hostKeyFingerprint,
      posix_rename: posixRename,
      fsync,
      staging_folder: stagingFolder,
    });
  });
}
