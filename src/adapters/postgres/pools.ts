import { type DatabaseHandle, type DatabaseOptions, createDatabase } from './pool';

/** The role under which the API does what operators ask of it. It has no login: the API's own role puts it on. */
export const OPERATIONS_ROLE = 'postroom_operations';

/** The pools of one process. `tenants` is for what services cause, `all` for the rest. */
export interface Pools {
  readonly tenants: DatabaseHandle;
  readonly all: DatabaseHandle;
  close(): Promise<void>;
}

/** The API's role sees the rows of one service at a time, so it has a second pool with another; elsewhere one pool is both. */
export function createPools(options: DatabaseOptions, isApi: boolean): Pools {
  const tenants = createDatabase(options);
  if (!isApi) return { tenants, all: tenants, close: () => tenants.close() };
  const all = createDatabase({ ...options, role: OPERATIONS_ROLE });
  const close = async () => {
    await all.close();
    await tenants.close();
  };
  return { tenants, all, close };
}
