import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProgramMissingError, resolveProgram } from '../../../dev/programs/resolve-program';

const folder = mkdtempSync(join(tmpdir(), 'postroom-programs-'));
const environment = { ...process.env };
afterEach(() => (process.env = { ...environment }));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in a folder of its own, with that answer to `--version`. */
function program(name: string, answer: string): { readonly path: string; readonly inFolder: string } {
  const inFolder = mkdtempSync(join(folder, 'bin-'));
  const path = join(inFolder, name);
  writeFileSync(path, `#!/bin/sh\necho '${answer}'\n`);
  chmodSync(path, 0o755);
  return { path, inFolder };
}

const emptyCache = () => mkdtempSync(join(folder, 'cache-'));
const silent = () => undefined;

describe('A server program is', () => {
  it('the one that its variable names, whatever its version', async () => {
    const { path } = program('temporal', 'temporal version 0.1.0');
    process.env['POSTROOM_TEMPORAL'] = path;
    await expect(resolveProgram('temporal', silent, emptyCache())).resolves.toBe(path);
  });

  it('an installed one, if its version fits', async () => {
    const fitting = program('temporal', 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
    const older = program('temporal', 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)');
    process.env['PATH'] = `${older.inFolder}:${fitting.inFolder}`;
    await expect(resolveProgram('temporal', silent, emptyCache())).resolves.toBe(fitting.path);
  });

  it("the one in the user's cache, where none that fits is installed", async () => {
    const cache = emptyCache();
    writeFileSync(join(cache, 'versitygw-1.7.0'), '', { mode: 0o755 });
    process.env['PATH'] = program('versitygw', 'Version  : 1.0.0').inFolder;
    await expect(resolveProgram('versitygw', silent, cache)).resolves.toBe(join(cache, 'versitygw-1.7.0'));
  });

  it('built with Go into the cache, once, by two processes that miss it at once', async () => {
    const cache = emptyCache();
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    const resolve = () => resolveProgram('sftp-server', say, cache);
    process.env['POSTROOM_SFTP_SERVER'] = '';
    const [first, second] = await Promise.all([resolve(), resolve()]);
    expect(second).toBe(first);
    if (!first.startsWith(cache)) return; // OpenSSH's is installed here
    expect(said.filter((line) => line.startsWith('Building sftp-server'))).toHaveLength(1);
    expect(readdirSync(cache).filter((name) => !name.endsWith('.claims'))).toEqual(['sftp-server-1.13.12']);
  });

  it('refused in one line that names the ways to get it', async () => {
    process.env['POSTROOM_VERSITYGW'] = '/no/such/program';
    await expect(resolveProgram('versitygw', silent, emptyCache())).rejects.toThrow(
      new ProgramMissingError('POSTROOM_VERSITYGW names /no/such/program, which is no program'),
    );
  });

  it('missed in one line where there is no Go to build it and no release to download', async () => {
    const nothing = join(folder, 'nothing');
    mkdirSync(nothing);
    process.env['PATH'] = nothing;
    const missing = resolveProgram('sftp-server', silent, emptyCache());
    if (
      await missing.then(
        () => true,
        () => false,
      )
    )
      return; // OpenSSH's is installed here
    const message = await missing.catch((error: unknown) => (error as Error).message);
    expect(message).toMatch(
      /^sftp-server is missing: install OpenSSH.*or set POSTROOM_SFTP_SERVER to it, or install Go/,
    );
    expect(message).not.toContain('\n');
  });
});
