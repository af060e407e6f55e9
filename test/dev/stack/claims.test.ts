import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from '../../../dev/stack/claims';

const checkout = join(__dirname, '..', '..', '..');

/** Another process that claims the folder and lives on until it is killed. */
async function claimElsewhere(folder: string) {
  const program = `require('./dev/stack/claims').claim(${JSON.stringify(folder)}, 'other'); console.log('claimed'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], { cwd: checkout });
  await once(child.stdout, 'data');
  return {
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('A claimed folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-claims-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('tells who else has claimed it, for as long as that process lives', async () => {
    const other = await claimElsewhere(folder);
    const own = claim(folder, 'own');
    expect(own.others()).toMatchObject([{ pid: other.pid, role: 'other' }]);
    expect(own.earlier()).toHaveLength(1);
    await other.kill();
    expect(own.others()).toEqual([]);
    own.release();
  });

  it('is not held by a dead process whose pid another one has got since', () => {
    writeFileSync(join(folder, `1-${process.pid}-12345-other`), '');
    const own = claim(folder, 'own');
    expect(own.others()).toEqual([]);
    own.release();
  });

  it('is free again once it is released', () => {
    claim(folder, 'first').release();
    const second = claim(folder, 'second');
    expect(second.others()).toEqual([]);
    second.release();
  });
});
