/** Notify's own clients, unmodified, against the API over real HTTP: every method, and every error that they can meet. */
import type { OfficialClient } from './calls';
import type { Case } from './case';
import { AROUND } from './cases/around';
import { AUTHENTICATION } from './cases/authentication';
import { LIMITS } from './cases/limits';
import { ONE_LETTER } from './cases/one-letter';
import { PRECOMPILED } from './cases/precompiled';
import type { ClientName } from './expectations';
import { createNodeClient } from './node-client';
import { pythonProblem } from './python';
import { startPythonClient } from './python-client';
import { type Scene, createScene } from './scene';

const TABLES: Readonly<Record<string, readonly Case[]>> = {
  Authentication: AUTHENTICATION,
  'Precompiled letters': PRECOMPILED,
  'One letter': ONE_LETTER,
  Limits: LIMITS,
  'What surrounds letters': AROUND,
};

let scene: Scene;
beforeAll(async () => void (scene = await createScene()));
afterAll(() => scene.close());

const expectedOf = (expected: Case[3], client: ClientName) =>
  typeof expected === 'function' ? expected(scene)[client] : expected[client];

function suite(client: ClientName, start: () => Promise<OfficialClient>): void {
  let official: OfficialClient;
  beforeAll(async () => void (official = await start()));
  afterAll(() => official.end());

  describe.each(Object.entries(TABLES))('%s', (_group, table) => {
    const ofClient = table.filter(([, , , expected]) => typeof expected === 'function' || expected[client] !== null);
    test.each(ofClient)('%s (%s)', async (_title, account, call, expected) => {
      const outcome = await official.call(scene.accounts[account], await call(scene));
      expect(outcome).toEqual(expectedOf(expected, client));
    });
  });
}

describe('notifications-node-client', () => suite('node', () => Promise.resolve(createNodeClient())));

const problem = pythonProblem();
// Nobody who has no Python is kept from running the tests; in CI nothing is left out.
const describePython = problem === undefined || process.env['CI'] ? describe : describe.skip;
describePython(`notifications-python-client${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  suite('python', startPythonClient);
});
