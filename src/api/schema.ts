/** Request bodies: zod judges, and its findings become the messages that Notify's clients know. */
import { z } from 'zod';
import { invalid } from './errors';
import { pythonText } from './python-text';
import { readUuid } from './uuid';

const NUL_OR_HALF_A_CHARACTER = /[\0\p{Surrogate}]/u;

/** Text that Postgres can keep as it is. */
export const text = z
  .string()
  .refine((value) => !NUL_OR_HALF_A_CHARACTER.test(value), 'must not contain NUL or half a character');

/** A text limited in characters, not in UTF-16 units; the message shows it whole. */
export const textUpTo = (characters: number) =>
  text
    .refine((value) => Array.from(value).length <= characters, { message: 'is too long', params: { shown: true } })
    .meta({ maxLength: characters });

export const uuid = z
  .unknown()
  .transform((value, context) => {
    const parsed = readUuid(value);
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: 'is not a valid UUID' });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'uuid' } });

const asList = (given: unknown): readonly string[] => (Array.isArray(given) ? given.map(String) : [String(given)]);

/** A parameter of an address that may be repeated; each value that is not one of these is told. */
export const someOf = (allowed: readonly string[]) =>
  z
    .unknown()
    .transform((given, context) => {
      const values = asList(given);
      for (const value of values.filter((each) => !allowed.includes(each)))
        context.addIssue({ code: 'custom', message: `${value} is not one of [${allowed.join(', ')}]` });
      return values;
    })
    .meta({ override: { type: 'array', items: { type: 'string', enum: [...allowed] } } });

/** Of a repeated parameter the first value counts. */
export const first = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given: unknown) => (Array.isArray(given) ? (given[0] as unknown) : given), schema);

/** Text that a parser of the domain reads. */
export const parsed = <Value>(parse: (value: string) => Value | undefined, message: string) =>
  text.transform((value, context) => {
    const result = parse(value);
    if (result !== undefined) return result;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** Why an operator acts. */
export const reason = text.refine((value) => value.trim() !== '', 'must say why');

/** Deeper than anything that is printed, and far from what Postgres and we ourselves can take. */
const DEEPEST = 50;

/** Whether all that is not made of other values is fine, the names too; nothing that lies deeper is. */
function everyPart(value: unknown, isFine: (part: unknown) => boolean, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return isFine(value);
  if (depth === DEEPEST) return false;
  return Object.entries(value).every((member) => member.every((part) => everyPart(part, isFine, depth + 1)));
}

const isStorable = (part: unknown): boolean => typeof part !== 'string' || !NUL_OR_HALF_A_CHARACTER.test(part);
/** A greater number has lost digits when it was read, and would be printed without them. */
const isExact = (part: unknown): boolean => typeof part !== 'number' || Math.abs(part) <= Number.MAX_SAFE_INTEGER;

/** Any JSON object that can be kept, and printed, as it is. */
export const jsonObject = z
  .record(z.string(), z.unknown())
  .refine((value) => everyPart(value, isStorable), {
    message: 'must not contain NUL or half a character, and not be nested over 50 deep',
    abort: true,
  })
  .refine(
    (value) => everyPart(value, isExact),
    `must not contain a number over ${Number.MAX_SAFE_INTEGER}: send it as text`,
  );

const TYPE_NAMES: Readonly<Record<string, string>> = { record: 'object' };

type Issue = z.core.$ZodIssue;
type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

function additional(names: readonly string[]): string {
  const unexpected = names.map((name) => pythonText(name)).sort();
  const were = unexpected.length === 1 ? 'was' : 'were';
  return `Additional properties are not allowed (${unexpected.join(', ')} ${were} unexpected)`;
}

const isMissing = (issue: Issue, body: Body): boolean =>
  issue.path.length > 0 && !Object.hasOwn(body, String(issue.path[0]));

function describe(issue: Issue, body: Body): string {
  const name = String(issue.path[0]);
  if (issue.code === 'unrecognized_keys') return additional(issue.keys);
  if (isMissing(issue, body)) return `${name} is a required property`;
  if (issue.code === 'invalid_type') {
    return `${name} ${pythonText(body[name])} is not of type ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
  }
  const shown = issue.code === 'custom' && issue.params?.['shown'] ? ` ${pythonText(body[name])}` : '';
  return `${name}${shown} ${issue.message}`;
}

/** What was given wrongly, then what is missing, then what should not be there; each kind in the schema's order. */
const rank = (issue: Issue, body: Body): number => {
  if (issue.code === 'unrecognized_keys') return 2;
  return isMissing(issue, body) ? 1 : 0;
};

/** JSON values that Python takes for false stand for an empty object. */
const EMPTY: readonly unknown[] = [null, false, 0, ''];
const withDefault = (value: unknown): unknown =>
  EMPTY.includes(value) || (Array.isArray(value) && value.length === 0) ? {} : value;

/** A body as the object that it is or stands for. Throws a ValidationError. */
export function readObject(value: unknown): Body {
  const body = withDefault(value);
  if (!isBody(body)) throw invalid(`${pythonText(body)} is not of type object`);
  return body;
}

/** The body as its schema reads it. Throws a ValidationError with one entry per violation. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const body = readObject(value);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issues = [...parsed.error.issues].sort((one, other) => rank(one, body) - rank(other, body));
  throw invalid(...new Set(issues.map((issue) => describe(issue, body))));
}
