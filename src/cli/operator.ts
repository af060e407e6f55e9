import type { Command } from 'commander';
import { NotFound } from './failures';
import { nameInput } from './inputs';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

export function addOperator(program: Command, surroundings: Surroundings): void {
  const noun = program.command('operator').description('people who run Postroom through its API');
  addVerb(noun, surroundings, 'create <name>', 'a token for an operator, shown this one time', async (deps, call) => {
    const [name = ''] = call.arguments;
    return recordReport({ ...(await deps.services.createOperator(nameInput(name))) });
  });
  addVerb(noun, surroundings, 'revoke <name>', "ends an operator's token", async (deps, call) => {
    const [name = ''] = call.arguments;
    if (!(await deps.services.revokeOperator(name)))
      throw new NotFound(`There is no operator ${name} with a token in use`);
    return recordReport({ name, revoked: true });
  });
}
