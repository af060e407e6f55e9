/** The answers of the routes that services call (letters-api.md §3–9): each schema is what a view is typed by and what the documentation shows. */
import { z } from 'zod';

const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  .meta({ description: 'UTC with six digits of a second', example: '2026-01-05T12:00:00.000000Z' });
const id = z.uuid();
const address = z.string();

const templateLink = z.object({ id, version: z.int(), uri: address }).meta({ id: 'TemplateLink' });

const shownStatus = z.enum([
  'accepted',
  'received',
  'cancelled',
  'pending-virus-check',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
  'validation-failed',
  'virus-scan-failed',
]);
const postage = z.enum(['first', 'second', 'economy', 'europe', 'rest-of-world']);
/** As it was sent: a number stays a number. */
const addressLine = z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown())]).nullable();

export const letterObject = z
  .object({
    id,
    reference: z.string().nullable(),
    email_address: z.null(),
    phone_number: z.null(),
    line_1: addressLine,
    line_2: addressLine,
    line_3: addressLine,
    line_4: addressLine,
    line_5: addressLine,
    line_6: addressLine,
    postcode: addressLine,
    type: z.literal('letter'),
    status: shownStatus,
    template: templateLink,
    body: z.string(),
    subject: z.string(),
    created_at: time,
    created_by_name: z.null(),
    sent_at: time.nullable(),
    completed_at: time.nullable(),
    scheduled_for: z.null(),
    postage,
    one_click_unsubscribe_url: z.null(),
    estimated_delivery: time,
    is_cost_data_ready: z.boolean(),
    cost_in_pounds: z.number().nullable(),
    cost_details: z.object({ billable_sheets_of_paper: z.int(), postage }).partial(),
  })
  .meta({ id: 'Letter' });

export const letterList = z
  .object({
    notifications: z.array(letterObject).max(250),
    links: z.object({ current: address, next: address.optional() }),
  })
  .meta({ id: 'LetterList' });

export const templatedLetter = z
  .object({
    id,
    reference: z.string().nullable(),
    content: z.object({ body: z.string(), subject: z.string() }),
    uri: address,
    template: templateLink,
    scheduled_for: z.null(),
  })
  .meta({ id: 'TemplatedLetter' });

export const precompiledLetter = z
  .object({ id, reference: z.string(), postage: z.enum(['first', 'second', 'economy']) })
  .meta({ id: 'PrecompiledLetter' });

export const cancelledLetter = z.object({ id, status: z.literal('cancelled') }).meta({ id: 'CancelledLetter' });

export const templateObject = z
  .object({
    id,
    type: z.literal('letter'),
    created_at: time,
    updated_at: time.nullable(),
    created_by: z.string(),
    version: z.int(),
    body: z.string(),
    subject: z.string(),
    name: z.string(),
    personalisation: z.record(z.string(), z.object({ required: z.literal(true) })),
    postage: z.enum(['first', 'second', 'economy']),
    letter_contact_block: z.string().nullable(),
  })
  .meta({ id: 'Template' });

export const templateList = z.object({ templates: z.array(templateObject) }).meta({ id: 'TemplateList' });

export const templatePreview = z
  .object({
    id,
    type: z.literal('letter'),
    version: z.int(),
    body: z.string(),
    html: z.null(),
    subject: z.string(),
    postage: z.enum(['first', 'second', 'economy']),
  })
  .meta({ id: 'TemplatePreview' });

export const receivedTexts = z
  .object({ received_text_messages: z.array(z.never()), links: z.object({ current: address }) })
  .meta({ id: 'ReceivedTextMessages' });

/** Every answer of `/v2` that is no success. */
export const refusal = z
  .object({
    status_code: z.int(),
    errors: z.array(z.looseObject({ error: z.string(), message: z.string() })),
  })
  .meta({ id: 'Refusal' });
