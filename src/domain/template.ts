import type { TemplateText } from './fill-template';
import type { ServiceId, TemplateId } from './letter';
import { POSTAGES, type Postage } from './postage';

/** What a template may ask for; a letter abroad has the postage of its zone. */
export type TemplatePostage = Exclude<Postage, 'europe' | 'rest-of-world'>;
export const TEMPLATE_POSTAGES = POSTAGES.filter(
  (postage): postage is TemplatePostage => postage !== 'europe' && postage !== 'rest-of-world',
);

/** One version of a template. */
export interface Template extends TemplateText {
  readonly id: TemplateId;
  readonly serviceId: ServiceId;
  readonly name: string;
  readonly postage: TemplatePostage;
  /** 1 is the first. */
  readonly version: number;
  /** No new letter is made from it. */
  readonly archived: boolean;
  /** Who made this version. */
  readonly createdBy: string;
  /** When its first version was made. */
  readonly createdAt: Date;
  /** When this version was made, or the template archived; null for a first version. */
  readonly updatedAt: Date | null;
}

export type NewTemplate = Pick<
  Template,
  'serviceId' | 'name' | 'subject' | 'body' | 'contactBlock' | 'postage' | 'createdBy'
>;
/** What a new version says otherwise. */
export type TemplateChanges = Partial<Pick<Template, 'name' | 'subject' | 'body' | 'contactBlock' | 'postage'>>;
