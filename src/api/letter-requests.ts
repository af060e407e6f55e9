/** The two bodies of POST /v2/notifications/letter. A body with `content` is a precompiled letter. */
import { z } from 'zod';
import type { TemplateId } from '../domain/letter';
import { jsonObject, parseBody, text, textUpTo, uuid } from './schema';

/** `europe` and `rest-of-world` follow from the address; nobody may ask for them. */
const asked = z.enum(['first', 'second', 'economy'], 'invalid. It must be either first, second or economy.');
const postage = text.pipe(asked).meta({ override: { enum: asked.options } });

export const precompiled = z.strictObject({ reference: text, content: z.string(), postage: postage.default('second') });

export const templated = z.strictObject({
  template_id: uuid.transform((id) => id as TemplateId).meta({ override: { type: 'string', format: 'uuid' } }),
  personalisation: jsonObject,
  reference: textUpTo(1000).optional(),
});

export type PrecompiledRequest = { readonly kind: 'precompiled' } & z.output<typeof precompiled>;
export type TemplatedRequest = { readonly kind: 'templated' } & z.output<typeof templated>;
export type LetterRequest = PrecompiledRequest | TemplatedRequest;

const hasContent = (body: unknown): boolean => typeof body === 'object' && body !== null && 'content' in body;

/** Throws the contract's ValidationError. */
export const parseLetterRequest = (body: unknown): LetterRequest =>
  hasContent(body)
    ? { kind: 'precompiled', ...parseBody(precompiled, body) }
    : { kind: 'templated', ...parseBody(templated, body) };
