import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 180_000;

/** Looks until it is so. Throws when patience is at its end. */
export async function until(look: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain until ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
