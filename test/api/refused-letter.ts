import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import type { LetterId } from '../../src/domain/letter';
import { sampleLetter } from '../adapters/pdf/sample-letters';
import { type Tenant, type World, postLetter, precompiled } from './world';

/** A letter of one page that prints in its left margin, and was refused for it. */
export async function refusedForItsMargin(world: World, owner: Tenant, pagesAtFault: readonly number[] = [1]) {
  const content = sampleLetter('margin-left-dot-page-1.pdf').toString('base64');
  const { id } = (await postLetter(world.app(), owner, precompiled({ content }))).body as { id: LetterId };
  const found = { pages: 1, pagesAtFault, because: null };
  await createLetterStore(world.owner).rejected(id, 'validation-failed', 'content-outside-printable-area', found);
  return id;
}
