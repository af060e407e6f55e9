/** Looks into the stores behind a world, and stores of which one call fails. */
import type { ApiDependencies } from '../../src/api/dependencies';
import type { LetterId } from '../../src/domain/letter';
import type { LetterStore, ObjectStore } from '../../src/ports';
import type { World } from './world';

interface Row {
  readonly id: LetterId;
  readonly reference: string;
  readonly status: string;
}

/** The letters of a client's reference. */
export async function rowsOf(world: World, reference: string): Promise<readonly Row[]> {
  const rows = await world.sql('select id, reference, status from letters where client_reference = $1', reference);
  return rows as unknown as readonly Row[];
}

/** What the bucket holds. */
export async function keysOf(world: World, prefix = ''): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { key } of world.deps.objects.list(prefix)) found.push(key);
  return found;
}

type Changed = Partial<ApiDependencies>;

export const letters = ({ deps }: World, changes: Partial<LetterStore>): Changed => ({
  letters: { ...deps.letters, ...changes },
});

export const objects = ({ deps }: World, changes: Partial<ObjectStore>): Changed => ({
  objects: { ...deps.objects, ...changes },
});

export const fails = (): Promise<never> => Promise.reject(new Error('away'));

/** A `put` that fails for these keys a number of times; `after`: the object is stored, only the answer is lost. */
export function putFailing({ deps }: World, prefix: string, times = Infinity, after = false): Pick<ObjectStore, 'put'> {
  let left = times;
  return {
    put: async (key, body, type) => {
      const failing = key.startsWith(prefix) && left > 0;
      if (failing) left -= 1;
      if (!failing || after) await deps.objects.put(key, body, type);
      if (failing) await fails();
    },
  };
}
