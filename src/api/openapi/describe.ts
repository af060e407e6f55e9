/** What the documentation says of a route. The schemas are those that judge requests and type answers, so it cannot say anything else. */
import type { z } from 'zod';
import { refusal } from '../answers';
import type { Route } from '../route';

export interface Description {
  readonly method: Route['method'];
  /** With names in braces, as OpenAPI has them. */
  readonly path: string;
  readonly access: Exclude<Route['access'], 'open'>;
  readonly id: string;
  readonly summary: string;
  readonly details?: string;
  readonly parameters?: { readonly path?: z.ZodObject; readonly query?: z.ZodObject; readonly header?: z.ZodObject };
  readonly body?: { readonly schema: z.ZodType; readonly required?: boolean };
  /** What a success looks like: JSON of a schema, JSON that needs no schema, a PDF or a picture. */
  readonly success: Readonly<Record<number, { readonly says: string; readonly schema?: z.ZodType | 'pdf' | 'png' }>>;
  /** When it is refused, beside what its access brings with it. */
  readonly refusals?: Readonly<Record<number, string>>;
}

const ACCESS_REFUSALS = { 401: 'There is no token.', 403: 'The token is not valid, or may not do this.' } as const;

const BYTES = { schema: { type: 'string', format: 'binary' } } as const;

function contentOf(schema: z.ZodType | 'pdf' | 'png' | undefined) {
  if (schema === undefined) return { 'application/json': { schema: { type: 'object' } } } as const;
  if (schema === 'pdf') return { 'application/pdf': BYTES } as const;
  if (schema === 'png') return { 'image/png': BYTES } as const;
  return { 'application/json': { schema } };
}

function answersOf({ success, refusals = {} }: Description) {
  const refused = Object.entries({ ...ACCESS_REFUSALS, ...refusals }).map(
    ([status, description]) => [status, { description, content: contentOf(refusal) }] as const,
  );
  const good = Object.entries(success).map(
    ([status, { says, schema }]) => [status, { description: says, content: contentOf(schema) }] as const,
  );
  return Object.fromEntries([...good, ...refused]);
}

/** One operation of an OpenAPI path. */
export function operationOf(description: Description) {
  const { id, summary, details, parameters, body, access } = description;
  return {
    operationId: id,
    summary,
    ...(details === undefined ? {} : { description: details }),
    tags: [access === 'operator' ? 'Operators' : 'Services'],
    security: [{ [access]: [] }],
    ...(parameters && { requestParams: parameters }),
    ...(body && {
      requestBody: { required: body.required ?? true, content: { 'application/json': { schema: body.schema } } },
    }),
    responses: answersOf(description),
  };
}
