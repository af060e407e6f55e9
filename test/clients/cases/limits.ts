/** How much a service may send: the first two rows of letters-api §3, and §10. */
import { serviceOf } from '../accounts';
import type { Case } from '../case';
import { refused } from '../expectations';
import type { AccountName, Scene } from '../scene';
import { PDF } from '../values';

const send = { method: 'sendPrecompiledLetter', reference: 'ours', pdf: PDF } as const;

/** Sends until the account may send no more. */
const afterMany = (account: AccountName) => async (scene: Scene) => {
  const outcomes = [];
  for (let sent = 0; sent < 5; sent += 1) outcomes.push(await scene.node.call(scene.accounts[account], send));
  expect(outcomes.at(-1)).toMatchObject({ kind: 'refused', status: 429 });
  return send;
};

/** Its day's letters are sent, and the next day's: the call may come after midnight. */
const afterItsDay = (account: AccountName) => async (scene: Scene) => {
  const counted = `insert into daily_counts (service_id, day, letters)
    select $1, (now() at time zone 'UTC')::date + later, 1 from generate_series(0, 1) as later on conflict do nothing`;
  await scene.world.sql(counted, serviceOf(scene.accounts[account]));
  return send;
};

const overRate = (kind: string) =>
  refused(429, 'RateLimitError', `Exceeded rate limit for key type ${kind} of 1 requests per 60 seconds`);

export const LIMITS: readonly Case[] = [
  ['Too many in a minute', 'one a minute', afterMany('one a minute'), overRate('LIVE')],
  ['Too many of a test key', 'one test letter a minute', afterMany('one test letter a minute'), overRate('TEST')],
  [
    'Too many in a day',
    'one a day',
    afterItsDay('one a day'),
    refused(429, 'TooManyRequestsError', 'Exceeded send limits (letter: 1) for today'),
  ],
];
