import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../dev/stack/ports';
import { eventually } from './eventually';

/** What the test's own signature finds. */
export const VIRUS = 'this letter carries a virus of the tests';
export const SIGNATURE = 'Test.Letter.UNOFFICIAL';

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** A clamd of the test's own, which knows one virus and takes letters of a megabyte. */
export async function startClamd() {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-clamd-'));
  const signatures = join(folder, 'signatures');
  await mkdir(signatures);
  await writeFile(join(signatures, 'test.ndb'), `Test.Letter:0:*:${Buffer.from(VIRUS).toString('hex')}\n`);
  const port = await freePort();
  const settings = {
    ...{ Foreground: 'yes', TCPAddr: '127.0.0.1', TCPSocket: port, DatabaseDirectory: signatures },
    ...{ TemporaryDirectory: folder, StreamMaxLength: '1M' },
  };
  const file = join(folder, 'clamd.conf');
  await writeFile(
    file,
    Object.entries(settings)
      .map((setting) => setting.join(' '))
      .join('\n') + '\n',
  );
  const clamd = spawn('clamd', [`--config-file=${file}`], { stdio: 'ignore' });
  const ended = once(clamd, 'exit');
  await eventually(() => isListening(port));
  return {
    host: '127.0.0.1',
    port,
    close: async () => {
      clamd.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
