import { MOST_PAGES } from '../../domain/letter';
import { RENDERING_REFUSALS, type Rendering } from '../../domain/rendering';

export const BROKEN: Rendering = { kind: 'broken' };

/** A child's message, taken for a rendering only in the forms it may have. */
export function parseRendering(message: unknown): Rendering | undefined {
  const { kind, reason, pdf, pages } = (message ?? {}) as Record<string, unknown>;
  if (kind === 'broken') return BROKEN;
  if (kind === 'refused') {
    const known = RENDERING_REFUSALS.find((each) => each === reason);
    return known && { kind, reason: known };
  }
  const counted = typeof pages === 'number' && Number.isInteger(pages) && pages >= 1 && pages <= MOST_PAGES;
  return kind === 'letter' && counted && pdf instanceof Uint8Array ? { kind, pages, pdf: Buffer.from(pdf) } : undefined;
}
