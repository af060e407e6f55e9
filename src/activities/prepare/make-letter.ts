import type { PendingTemplatedLetter, PreparedPdf } from '../../domain/letter';
import { letterToRender } from '../../domain/letter-to-render';
import { fakesAnswers } from '../../domain/environment';
import { failureOf } from '../../domain/rendering';
import { assertNever } from '../../domain/result';
import type { ActivityDependencies } from '../dependencies';
import { createEndings } from './endings';
import { createKeepPdf } from './keep-pdf';

type Dependencies = Pick<
  ActivityDependencies,
  'letters' | 'objects' | 'renderer' | 'tickets' | 'log' | 'settings' | 'environment'
>;

/** A letter of a test key whose PDF is stored and not written down yet: its answer comes first. */
export interface UnansweredLetter {
  readonly letter: PendingTemplatedLetter;
  readonly pdf: PreparedPdf;
}

/**
 * Makes a templated letter's PDF, stores it under its print key and fixes key, hash, size and sheets. A live letter stays
 * `created` and may be printed from now on. A test letter is `delivered`, or is handed back where a fake answer is to
 * make it so (domain §8). Faults of the stores throw.
 */
export function createMakeLetter(dependencies: Dependencies) {
  const { letters, renderer, environment } = dependencies;
  const { refuse, giveUp, delivered } = createEndings(dependencies);
  const keepPdf = createKeepPdf(dependencies);

  async function keep(letter: PendingTemplatedLetter, made: Buffer, pages: number) {
    const pdf = await keepPdf(letter, made, pages);
    if (letter.keyKind !== 'test') await letters.attachPdf(letter.id, pdf);
    else if (fakesAnswers(environment)) return { letter, pdf };
    else if (await letters.prepared(letter.id, pdf)) delivered(letter);
    return undefined;
  }

  return async (letter: PendingTemplatedLetter): Promise<UnansweredLetter | undefined> => {
    const rendering = await renderer.render(letterToRender(letter));
    switch (rendering.kind) {
      case 'letter':
        return keep(letter, rendering.pdf, rendering.pages);
      case 'refused':
        await refuse(letter, failureOf(rendering));
        return undefined;
      case 'broken':
        await giveUp(letter, 'no PDF can be made of it');
        return undefined;
      default:
        return assertNever(rendering);
    }
  };
}
