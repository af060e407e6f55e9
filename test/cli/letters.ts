import { randomBytes, randomUUID } from 'node:crypto';
import { parseDay } from '../../src/domain/calendar';
import { type LetterId, type ServiceId, parseLetterId, parseSha256 } from '../../src/domain/letter';
import { incomingKeyOf, referenceFrom } from '../../src/domain/names';
import type { LetterStore } from '../../src/ports';

export function fixture<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a wrong fixture');
  return value;
}

const sha256 = fixture(parseSha256('0'.repeat(64)));

/** A letter of 2026-01-05 that waits to be prepared. */
export async function acceptLetter(letters: LetterStore, serviceId: ServiceId, clientReference: string) {
  const id = fixture(parseLetterId(randomUUID()));
  const reference = referenceFrom(randomBytes(32));
  await letters.accept({
    kind: 'precompiled',
    id,
    serviceId,
    clientReference,
    reference,
    keyKind: 'live',
    postage: 'first',
    incomingKey: incomingKeyOf(reference),
    incomingSha256: sha256,
    incomingBytes: 1,
    printDay: fixture(parseDay('2026-01-05')),
    createdAt: new Date('2026-01-05T10:00:00Z'),
  });
  return { id, reference };
}

/** A letter of 2026-01-05 that waits to be printed. */
export async function createLetter(
  letters: LetterStore,
  serviceId: ServiceId,
  clientReference: string,
): Promise<LetterId> {
  const { id, reference } = await acceptLetter(letters, serviceId, clientReference);
  await letters.prepared(id, { printKey: `2026-01-05/${reference}.PDF`, sha256, bytes: 7, pages: 1, sheets: 1 });
  return id;
}

/** A letter of three pages that was refused for what stands on the first and the last. */
export async function createRefusedLetter(letters: LetterStore, serviceId: ServiceId): Promise<LetterId> {
  const { id } = await acceptLetter(letters, serviceId, 'refused');
  const found = { pages: 3, pagesAtFault: [1, 3], because: null };
  await letters.rejected(id, 'validation-failed', 'content-outside-printable-area', found);
  return id;
}
