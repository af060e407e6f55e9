/** How much a service may send: the first two rows of letters-api §3, and §10. */
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

const overRate = (kind: string) =>
  refused(429, 'RateLimitError', `Exceeded rate limit for key type ${kind} of 1 requests per 60 seconds`);

export const LIMITS: readonly Case[] = [
  ['Too many in a minute', 'one a minute', afterMany('one a minute'), overRate('LIVE')],
  ['Too many of a test key', 'one test letter a minute', afterMany('one test letter a minute'), overRate('TEST')],
  [
    'Too many in a day',
    'one a day',
    afterMany('one a day'),
    refused(429, 'TooManyRequestsError', 'Exceeded send limits (letter: 1) for today'),
  ],
];
