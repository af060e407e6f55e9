/** A letter's template filled with its personalisation, as the API shows it and as it is printed (alphagov/notifications-utils, template). */
import { decodeReferences, escapeHtml } from './character-references';
import { type Personalisation, type Values, placeholderKey, valuesOf } from './personalisation';
import { fillPlaceholders, placeholdersOf } from './placeholders';
import { setTypography } from './typography';
import { closeUpPunctuation, normaliseSpaces, printable, trim } from './white-space';

/** What a template says, with its placeholders. */
export interface TemplateText {
  readonly contactBlock: string | null;
  readonly subject: string;
  /** Markdown, as `parseLetterBody` reads it once it is filled. */
  readonly body: string;
}

const namesIn = ({ contactBlock, subject, body }: TemplateText): readonly string[] =>
  placeholdersOf(contactBlock ?? '', subject, body);

/** The names without a value, as they are first spelt: contact block, subject, body. */
export function missingPersonalisation(template: TemplateText, personalisation: Personalisation): readonly string[] {
  const values = valuesOf(personalisation);
  return namesIn(template).filter((name) => (values.get(placeholderKey(name)) ?? null) === null);
}

/** A template's `personalisation` in the API: each name, all of them required. */
export const personalisationOf = (template: TemplateText): Readonly<Record<string, { readonly required: true }>> =>
  Object.fromEntries(namesIn(template).map((name) => [name, { required: true }]));

export interface FilledTemplate {
  /** As the API shows it: one line of HTML, its text escaped. */
  readonly subject: string;
  /** As the API shows it and as `parseLetterBody` reads it: not escaped. */
  readonly body: string;
  /** The subject as it is printed. */
  readonly heading: string;
  /** Lines divided by newlines, as they are printed; null where there is nothing to print. */
  readonly contactBlock: string | null;
}

function contactBlockOf({ contactBlock }: TemplateText, values: Values): string | null {
  const lines = trim(contactBlock ?? '').split('\n');
  const filled = fillPlaceholders(lines.map(trim).join('\n'), { values, lists: 'sentence' });
  const printed = decodeReferences(closeUpPunctuation(filled)).split(/\r\n|[\r\n]/u);
  return trim(printed.map(printable).join('\n')) || null;
}

/** Each text in one pass. Placeholders that have no value stay as they are written: ask `missingPersonalisation` first. */
export function fillTemplate(template: TemplateText, personalisation: Personalisation): FilledTemplate {
  const values = valuesOf(personalisation);
  const html = fillPlaceholders(template.subject, { values, lists: 'sentence', escape: escapeHtml });
  const subject = normaliseSpaces(setTypography(html));
  return {
    subject,
    body: trim(fillPlaceholders(template.body, { values, lists: 'bullets' })),
    heading: printable(decodeReferences(subject)),
    contactBlock: contactBlockOf(template, values),
  };
}

/** Nothing is left of a body that began and ended with placeholders: the API's `Your message is empty.` */
export function isEmptyOnceFilled(template: TemplateText, filled: FilledTemplate): boolean {
  const isAllPlaceholders = template.body.startsWith('((') && template.body.endsWith('))');
  return template.body === '' || (isAllPlaceholders && filled.body === '');
}
