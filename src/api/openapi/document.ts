import { createDocument } from 'zod-openapi';
import type { Description } from './describe';
import { operationOf } from './describe';
import { LETTER_ROUTES } from './letters';
import { OPERATOR_ROUTES } from './operators';
import { TEMPLATE_ROUTES } from './templates';

/** Every route that somebody with a token may call. */
export const DESCRIPTIONS: readonly Description[] = [...LETTER_ROUTES, ...TEMPLATE_ROUTES, ...OPERATOR_ROUTES];

const ABOUT = `Letters in by HTTP, printed and posted exactly once. The routes under \`/v2\` are those of the letters part of GOV.UK
Notify, so that its own clients work unchanged; those under \`/operations\` are for operators.`;

const TOKENS = {
  service: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A JSON Web Token with the claims `iss` (the service) and `iat` (now, in seconds), signed with HS256 and the last 36 characters of an API key.',
  },
  operator: { type: 'http', scheme: 'bearer', description: 'The token that `postroom operator create` printed.' },
} as const;

function pathsOf(descriptions: readonly Description[]) {
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const description of descriptions) {
    paths[description.path] = {
      ...paths[description.path],
      [description.method.toLowerCase()]: operationOf(description),
    };
  }
  return paths;
}

/** The API as an OpenAPI document. */
export const openApiDocument = () =>
  createDocument({
    openapi: '3.1.0',
    info: { title: 'Postroom', version: '2', description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    paths: pathsOf(DESCRIPTIONS),
    components: { securitySchemes: TOKENS },
  });
