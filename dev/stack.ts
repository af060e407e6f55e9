/** `npm run stack`: all that Postroom needs and Postroom itself, on this machine, until Ctrl-C. */
import { inspect } from 'node:util';
import { ProgramMissingError } from './programs/resolve-program';
import { OptionsError, USAGE, parseOptions } from './stack/options';
import { type Stack, StackRunningError, startStack } from './stack/start-stack';
import { endWithStarter, untilAskedToEnd } from './stack/until-asked-to-end';

const say = (line: string) => void process.stdout.write(`${line}\n`);

function introduce({ state }: Stack, seconds: number): void {
  const { apiUrl, temporal, printer, s3, service, operator, postgresUrl } = state;
  say(`
Postroom is ready after ${seconds.toFixed(0)} s (environment: ${state.environment}).

  API              ${apiUrl}
  Temporal Web UI  ${temporal.uiUrl}
  Temporal         ${temporal.address}
  Postgres         ${postgresUrl}
  S3               ${s3.endpoint}, bucket ${s3.bucket}
  Printer          its log of zips: ${printer.receivedLog}
  Service          ${service.id}
  API key (live)   ${service.keys.live}
  Operator         ${operator.name}, token ${operator.token}

What runs now: npm run -s postroom -- status
Ctrl-C ends it; the data stays for the next start.`);
}

const isKnown = (error: unknown): error is Error =>
  error instanceof OptionsError || error instanceof StackRunningError || error instanceof ProgramMissingError;

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (!options) {
    say(USAGE);
    return 0;
  }
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const asked = untilAskedToEnd();
  endWithStarter();
  const began = Date.now();
  say('Starting the local stack.');
  const stack = await Promise.race([startStack({ ...options, say, onLost: () => process.exit(1) }), asked]);
  if (typeof stack === 'string') return 0;
  introduce(stack, (Date.now() - began) / 1000);
  await asked;
  say('Ending.');
  await stack.end();
  say('Ended; nothing is left running.');
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${isKnown(error) ? error.message : inspect(error)}\n`);
    process.exit(1);
  },
);
