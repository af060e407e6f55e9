/** One organisation that uses the API: its keys, its letters, and the servers it meets. */
import { type World, createWorld } from '../api/world';
import { makeAccounts, serviceOf } from './accounts';
import type { OfficialClient } from './calls';
import { makeLetters, makeManyLetters } from './letters-in-each-status';
import { createNodeClient } from './node-client';
import { makeTemplates } from './templates';
import { startServers } from './servers';

export interface Scene {
  readonly world: World;
  readonly accounts: Awaited<ReturnType<typeof makeAccounts>>;
  /** Of the account with many letters, newest first. */
  readonly manyLetters: readonly string[];
  readonly templates: Awaited<ReturnType<typeof makeTemplates>>;
  /** Of the service that most accounts belong to. */
  readonly letters: Awaited<ReturnType<typeof makeLetters>>;
  /** Makes what must have happened before a case. */
  readonly node: OfficialClient;
  close(): Promise<void>;
}
export type AccountName = keyof Scene['accounts'];

export async function createScene(): Promise<Scene> {
  const world = await createWorld();
  const { urls, close } = await startServers(world);
  const own = await world.services.create({ name: 'Parking', live: true });
  const accounts = await makeAccounts(world, own, urls);
  return {
    world,
    accounts,
    templates: await makeTemplates(world, accounts),
    letters: await makeLetters(world, own.id),
    manyLetters: await makeManyLetters(world, serviceOf(accounts['many letters'])),
    node: createNodeClient(),
    close: async () => {
      await close();
      await world.close();
    },
  };
}
