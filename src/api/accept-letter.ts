/** How a letter is taken in: nothing is answered with 201 before Postgres and S3 hold it. (publish-protocol, step 1) */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { londonDayOf, printDayOf } from '../domain/calendar';
import { type LetterId, type NewLetter, parseLetterId, parseSha256 } from '../domain/letter';
import { acceptedMarkerKeyOf, incomingKeyOf, referenceFrom } from '../domain/names';
import type { ApiDependencies } from './dependencies';
import { faultOf } from './errors';

type Deps = Pick<ApiDependencies, 'letters' | 'objects' | 'workflows' | 'clock' | 'log' | 'metrics'>;

export type Submission = Pick<NewLetter, 'serviceId' | 'clientReference' | 'keyKind' | 'postage'> & {
  readonly pdf: Buffer;
};

/** Waits between attempts: a store that answers again within half a second costs nobody a letter. */
const RETRY_AFTER_MS = [50, 150, 300] as const;

async function tryShortly<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      return await attempt();
    } catch {
      await pause(waitMs);
    }
  }
  return attempt();
}

function newLetter({ pdf, ...submission }: Submission, createdAt: Date): NewLetter {
  const reference = referenceFrom(randomBytes(32));
  const id = parseLetterId(randomUUID());
  const sha256 = parseSha256(createHash('sha256').update(pdf).digest('hex'));
  if (!id || !sha256) throw new Error('The platform made no UUID or no SHA-256');
  return {
    ...submission,
    id,
    reference,
    incomingKey: incomingKeyOf(reference),
    incomingSha256: sha256,
    incomingBytes: pdf.length,
    printDay: printDayOf(createdAt),
    createdAt,
  };
}

const markerKeyOf = ({ createdAt, id }: NewLetter): string => acceptedMarkerKeyOf(londonDayOf(createdAt), id);

/** Best effort: what stays behind belongs to no letter. */
async function forget(keys: readonly string[], { objects, log }: Deps): Promise<void> {
  for (const key of keys) {
    await objects.remove(key).catch((error: unknown) => {
      log.warn({ key, ...faultOf(error) }, 'an object of a refused letter stays behind');
    });
  }
}

async function storePdf({ incomingKey }: NewLetter, pdf: Buffer, deps: Deps): Promise<void> {
  try {
    await deps.objects.put(incomingKey, pdf, 'application/pdf');
  } catch (error) {
    await forget([incomingKey], deps);
    throw error;
  }
}

/** Inserts the row. A lost reply may hide a commit, so the table is asked before the letter counts as not stored. */
async function storeRow(letter: NewLetter, deps: Deps): Promise<void> {
  try {
    await deps.letters.accept(letter);
  } catch (error) {
    if (await tryShortly(() => deps.letters.find(letter.serviceId, letter.id))) return;
    await forget([letter.incomingKey], deps);
    throw error;
  }
}

/** True when the letter was taken back. A second attempt is told false, so the row itself is asked. */
function withdraw({ serviceId, id }: NewLetter, { letters }: Deps): Promise<boolean> {
  return tryShortly(async () => {
    if (await letters.withdraw(serviceId, id, 'its acceptance marker could not be stored')) return true;
    return (await letters.find(serviceId, id))?.status === 'cancelled';
  });
}

/** Stores what re-creates the row after a restore. Without it the letter is taken back, unless a batch has it already: then it will be printed. */
async function storeMarker(letter: NewLetter, deps: Deps): Promise<void> {
  const marker = Buffer.from(JSON.stringify(letter));
  try {
    await tryShortly(() => deps.objects.put(markerKeyOf(letter), marker, 'application/json'));
  } catch (error) {
    if (await withdraw(letter, deps)) {
      await forget([markerKeyOf(letter), letter.incomingKey], deps);
      throw error;
    }
    deps.log.error({ letter: letter.id, ...faultOf(error) }, 'letter claimed without its acceptance marker');
  }
}

/** PDF, row, marker, one log line, hint. Throws when the letter was not kept, or when nobody can tell. */
export function createAcceptLetter(deps: Deps) {
  return async (submission: Submission): Promise<{ readonly id: LetterId }> => {
    const letter = newLetter(submission, deps.clock.now());
    await storePdf(letter, submission.pdf, deps);
    await storeRow(letter, deps);
    await storeMarker(letter, deps);
    const { id, serviceId, reference, keyKind, postage, printDay, incomingBytes: bytes } = letter;
    deps.log.info({ letter: id, service: serviceId, reference, keyKind, postage, printDay, bytes }, 'accepted');
    deps.metrics.lettersAccepted.inc({ key_kind: keyKind, postage });
    deps.workflows.hintPrepare(id);
    return { id };
  };
}
