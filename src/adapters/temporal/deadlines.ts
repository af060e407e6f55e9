import type { Client } from '@temporalio/client';

/** Without a deadline a call waits for ever on a server that is away. */
export const within = <Result>({ connection }: Client, ms: number, call: () => Promise<Result>): Promise<Result> =>
  connection.withDeadline(Date.now() + ms, call);
