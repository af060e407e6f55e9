/** One organisation that uses the API: its keys, its letters, and the servers it meets. */
import { type World, createWorld } from '../api/world';
import { makeAccounts } from './accounts';
import { makeLetters } from './letters-in-each-status';
import { startServers } from './servers';

export interface Scene {
  readonly world: World;
  readonly accounts: Awaited<ReturnType<typeof makeAccounts>>;
  /** Of the service that most accounts belong to. */
  readonly letters: Awaited<ReturnType<typeof makeLetters>>;
  close(): Promise<void>;
}
export type AccountName = keyof Scene['accounts'];

export async function createScene(): Promise<Scene> {
  const world = await createWorld();
  const { urls, close } = await startServers(world);
  const own = await world.services.create({ name: 'Parking', live: true });
  return {
    world,
    accounts: await makeAccounts(world, own, urls),
    letters: await makeLetters(world, own.id),
    close: async () => {
      await close();
      await world.close();
    },
  };
}
