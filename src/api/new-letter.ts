import { randomBytes, randomUUID } from 'node:crypto';
import { printDayOf } from '../domain/calendar';
import {
  type LetterId,
  type NewLetter,
  type NewPrecompiledLetter,
  type NewTemplatedLetter,
  parseLetterId,
} from '../domain/letter';
import { incomingKeyOf, referenceFrom } from '../domain/names';
import { sha256Of } from './sha256';

/** What becomes a letter's own when it is taken in. */
type Given = 'id' | 'reference' | 'printDay' | 'createdAt';

interface PrecompiledSubmission
  extends Omit<NewPrecompiledLetter, Given | 'incomingKey' | 'incomingSha256' | 'incomingBytes'> {
  readonly pdf: Buffer;
}

/** A letter that passed the checks of its request. */
export type Submission = PrecompiledSubmission | Omit<NewTemplatedLetter, Given>;

/** A letter that may be taken in, and how its sender is answered then. */
export interface Order {
  readonly submission: Submission;
  readonly answerOf: (id: LetterId) => object;
}

export function newLetter(submission: Submission, createdAt: Date): NewLetter {
  const id = parseLetterId(randomUUID());
  if (!id) throw new Error('The platform made no UUID');
  const given = { id, reference: referenceFrom(randomBytes(32)), printDay: printDayOf(createdAt), createdAt };
  if (submission.kind === 'templated') return { ...submission, ...given };
  const { pdf, ...rest } = submission;
  const incoming = { incomingSha256: sha256Of(pdf), incomingBytes: pdf.length };
  return { ...rest, ...given, incomingKey: incomingKeyOf(given.reference), ...incoming };
}
