import { readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second, whatever the machine's clock. */
const TICK_MS = 10;

/** How long a process has run on a processor, all its threads together. 0 for one that is gone, and where the system does not tell so. */
export function cpuMsOf(pid: number | undefined): number {
  try {
    // Behind the name, which may hold anything: the state, and so on to user and system time.
    const fields =
      readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}
