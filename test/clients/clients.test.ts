/** Notify's own clients, unmodified, against the API over real HTTP: every method, and every error that they can meet. */
import type { OfficialClient } from './calls';
import type { Case } from './case';
import { AROUND } from './cases/around';
import { AUTHENTICATION } from './cases/authentication';
import { LIMITS } from './cases/limits';
import { MANY_LETTERS } from './cases/many-letters';
import { PDFS } from './cases/pdf';
import { TEMPLATES } from './cases/templates';
import { ONE_LETTER } from './cases/one-letter';
import { PRECOMPILED } from './cases/precompiled';
import { TEMPLATED } from './cases/templated';
import type { ClientName } from './expectations';
import { createNodeClient } from './node-client';
import { pythonProblem } from './python';
import { startPythonClient } from './python-client';
import { type Scene, createScene } from './scene';

const TABLES: Readonly<Record<string, readonly Case[]>> = {
  Authentication: AUTHENTICATION,
  'Precompiled letters': PRECOMPILED,
  'Letters from templates': TEMPLATED,
  'One letter': ONE_LETTER,
  'Many letters': MANY_LETTERS,
  'The PDF': PDFS,
  Templates: TEMPLATES,
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
const describePython = problem === undefined || process.env['CI'] ? describe : describe.skip;
describePython(`notifications-python-client${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  suite('python', startPythonClient);
});
