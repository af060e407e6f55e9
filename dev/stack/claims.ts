import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who holds a claim. */
export interface Claimant {
  readonly pid: number;
  readonly role: string;
}

export interface Claim {
  /** The others that hold a claim and live, oldest first. */
  others(): readonly Claimant[];
  /** Those of them that claimed earlier. */
  earlier(): readonly Claimant[];
  release(): void;
}

/** When a process was born, as its system tells it; a recycled pid has another one. Undefined when no such process lives. */
function birthOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).replace(/\W+/g, '');
  } catch {
    return undefined;
  }
}

function livingClaimant(file: string): Claimant | undefined {
  const [, pid = '', birth = '', role = ''] = file.split('-');
  return birthOf(Number(pid)) === birth ? { pid: Number(pid), role } : undefined;
}

/**
 * Claims a folder for this process. Claims cannot go stale: one whose process is gone counts for nothing and is cleared away by
 * whoever comes next. Each claim is written before the others are read, so of two processes at least one sees the other.
 */
export function claim(folder: string, role: string): Claim {
  mkdirSync(folder, { recursive: true });
  // The name tells who claims, and sorts by when.
  const own = [Date.now(), process.pid, birthOf(process.pid), role, randomBytes(4).toString('hex')].join('-');
  writeFileSync(join(folder, own), '');

  const living = (counts: (file: string) => boolean) =>
    readdirSync(folder)
      .filter((file) => file !== own && counts(file))
      .sort()
      .flatMap((file) => {
        const claimant = livingClaimant(file);
        if (!claimant) rmSync(join(folder, file), { force: true });
        return claimant ?? [];
      });
  return {
    others: () => living(() => true),
    earlier: () => living((file) => file < own),
    release: () => rmSync(join(folder, own), { force: true }),
  };
}
