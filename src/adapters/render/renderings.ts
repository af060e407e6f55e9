import { MOST_PAGES } from '../../domain/letter';
import { MOST_NAMED, RENDERING_REFUSALS, type Rendering, refused } from '../../domain/rendering';

export const BROKEN: Rendering = { kind: 'broken' };

const isNamed = (characters: unknown): characters is number[] =>
  Array.isArray(characters) &&
  characters.length <= MOST_NAMED &&
  characters.every((each) => Number.isInteger(each) && each >= 0 && each <= 0x10ffff);

/** A child's message, taken for a rendering only in the forms it may have. */
export function parseRendering(message: unknown): Rendering | undefined {
  const { kind, reason, characters, pdf, pages } = (message ?? {}) as Record<string, unknown>;
  if (kind === 'broken') return BROKEN;
  if (kind === 'refused') {
    const known = RENDERING_REFUSALS.find((each) => each === reason);
    return known && isNamed(characters) ? refused(known, characters) : undefined;
  }
  const counted = typeof pages === 'number' && Number.isInteger(pages) && pages >= 1 && pages <= MOST_PAGES;
  return kind === 'letter' && counted && pdf instanceof Uint8Array ? { kind, pages, pdf: Buffer.from(pdf) } : undefined;
}
