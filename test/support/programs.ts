import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** A test that needs programs which not every machine has: skipped where one is missing, and its title says which. */
export const testWith = (programs: readonly string[], title: string, body: () => Promise<void>): void => {
  const missing = programs.filter((program) => !onPath(program));
  if (missing.length === 0) test(title, body);
  else test.skip(`${title} (skipped: ${missing.join(' and ')} not installed)`, body);
};
