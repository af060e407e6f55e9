import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Living {
  readonly pid: number;
  readonly parent: number;
}

function fromProc(directory: string): Living[] {
  try {
    const [state, parent] = readFileSync(`/proc/${directory}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    return state === 'Z' ? [] : [{ pid: Number(directory), parent: Number(parent) }];
  } catch {
    return []; // it has ended meanwhile
  }
}

function fromPs(line: string): Living[] {
  const [pid, parent, state = ''] = line.trim().split(/\s+/);
  return state.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }];
}

/** One that has ended but was not yet waited for counts as gone. */
function living(): readonly Living[] {
  if (existsSync('/proc/self/stat'))
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc);
  return execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n').flatMap(fromPs);
}

export const isAlive = (pid: number): boolean => living().some((each) => each.pid === pid);

/** The process and all that it and its children have started. */
export function processTree(root: number): readonly number[] {
  const all = living();
  const grow = (pid: number): number[] => [
    pid,
    ...all.filter(({ parent }) => parent === pid).flatMap((each) => grow(each.pid)),
  ];
  return grow(root);
}
