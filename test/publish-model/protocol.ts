import type { Attempt, World } from './world';

/** What a step does: the world after it, and where its attempt goes on; no `next` ends the attempt. */
export interface Step {
  readonly world: World;
  readonly next?: Attempt;
  readonly label: string;
  /** It stopped for a person to look. */
  readonly parked?: boolean;
}

/** How an attempt goes about publishing: its steps by name, the first one being `start`. */
export interface Protocol {
  readonly steps: Readonly<Record<string, (world: World, attempt: Attempt) => Step>>;
  /** The step that waits for the rename's reply: it cannot be taken while the rename is under way. */
  readonly awaitsReply?: string;
  /** Where an attempt begins that is given the file of an earlier upload. */
  readonly resumes?: string;
  /** The step that records success; from there on it no longer counts as hope. */
  readonly records: string;
}

export const goOn = (
  world: World,
  attempt: Attempt,
  at: string,
  label: string,
  changes: Partial<Attempt> = {},
): Step => ({ world, next: { ...attempt, ...changes, at }, label });

export const end = (world: World, label: string): Step => ({ world, label });
