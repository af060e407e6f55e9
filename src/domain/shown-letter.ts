import type { TemplateText } from './fill-template';
import type { Letter } from './letter';
import type { Personalisation } from './personalisation';

/** A letter as its service sees it. */
export interface ShownLetter extends Letter {
  /** To the microsecond, as it is stored: `2026-01-05T12:00:00.123456Z`. */
  readonly createdAtText: string;
  /** What a templated letter says; null for a precompiled one. */
  readonly content: { readonly text: TemplateText; readonly personalisation: Personalisation } | null;
}
