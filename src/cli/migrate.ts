import type { Command } from 'commander';
import { type Surroundings, addVerb } from './verb';

export function addMigrate(program: Command, surroundings: Surroundings): void {
  addVerb(program, surroundings, 'migrate', "brings the database's tables up to date", async ({ migrate }) => {
    const migrations = await migrate();
    return { json: { migrations }, text: migrations.length > 0 ? migrations.join('\n') : 'up to date' };
  });
}
