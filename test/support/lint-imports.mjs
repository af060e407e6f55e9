// A program of its own, as ESLint loads this project's settings by a real import(), which jest does not let pass.
// In: a JSON list of { file, text }. Out: for each the messages of the rules that hold the walls, under the project's settings.
import { text } from 'node:stream/consumers';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';

const RULES = ['@typescript-eslint/no-restricted-imports', 'no-restricted-syntax', 'no-restricted-properties'];
const project = new ESLint();
const linter = new Linter();

async function messagesOf({ file, text: source }) {
  const { rules } = await project.calculateConfigForFile(file);
  const held = Object.fromEntries(RULES.flatMap((rule) => (rules[rule] ? [[rule, rules[rule]]] : [])));
  const languageOptions = { parser: tseslint.parser };
  const settings = {
    files: ['**/*.ts'],
    languageOptions,
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: held,
  };
  return linter.verify(source, settings, { filename: file }).map(({ message }) => message);
}

const cases = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(await Promise.all(cases.map(messagesOf))));
