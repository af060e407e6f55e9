import type { Call } from './calls';
import type { Expected } from './expectations';
import type { AccountName, Scene } from './scene';

/** One line of the tables: what it shows, who calls, what is called, and what comes of it. */
export type Case = readonly [
  title: string,
  account: AccountName,
  call: (scene: Scene) => Call | Promise<Call>,
  expected: Expected | ((scene: Scene) => Expected),
];
