/** `npm run -s postroom -- <noun> <verb>`: the command line, on the local stack of this checkout where one is ready. */
import { runCli } from '../src/cli/postroom';
import { asRole, environmentOf } from './stack/environment';
import { DEFAULT_FOLDER } from './stack/options';
import { placesIn } from './stack/places';
import { secretsIn } from './stack/secrets';
import { readState } from './stack/state';

const places = placesIn(DEFAULT_FOLDER);
const state = readState(places.stateFile);

if (state) {
  const secrets = secretsIn(places.secretsFile);
  // Migrations belong to the owner of the tables; all else is done with an operator's rights, as in production.
  const isMigration = process.argv[2] === 'migrate';
  const databaseUrl = isMigration ? state.postgresUrl : asRole(state.postgresUrl, 'postroom_operator', secrets);
  Object.assign(process.env, environmentOf(state, databaseUrl, secrets));
}

void runCli(process.argv.slice(2)).then((code) => (process.exitCode = code));
