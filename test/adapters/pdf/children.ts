import { readFileSync, readlinkSync } from 'node:fs';

/** Empty for a process that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Ids of the children of a process that run a program, by what Linux says of it. */
export function childrenOf(pid: number, program = 'inspect-child'): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.filter((child) => read(`/proc/${child}/cmdline`).includes(program));
}

export const isRunning = (pid: number): boolean => read(`/proc/${pid}/cmdline`).includes('inspect-child');

/** The most memory it has held in its life, in bytes. */
export const peakMemoryOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;

/** Where it stands. */
export const folderOf = (pid: number): string => readlinkSync(`/proc/${pid}/cwd`);

export const environmentOf = (pid: number): string[] =>
  read(`/proc/${pid}/environ`)
    .split('\0')
    .filter(Boolean)
    .map((entry) => entry.split('=')[0] ?? '');
