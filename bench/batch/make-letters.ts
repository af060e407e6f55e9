import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import type { ObjectStoreSettings } from '../../src/adapters/s3/create-client';
import { londonDayOf } from '../../src/domain/calendar';
import { type LetterToPrint, parseLetterId, parseServiceId, parseSha256 } from '../../src/domain/letter';
import { printKeyOf, referenceFrom } from '../../src/domain/names';

const WRITERS = 16;

function parsed<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the bench made something that is none');
  return value;
}

/** Stores that many letters of that size, no two alike and none to be compressed, and says what a batch would know of them. */
export async function makeLetters(
  settings: ObjectStoreSettings,
  { count, bytes }: { readonly count: number; readonly bytes: number },
): Promise<readonly LetterToPrint[]> {
  const store = createObjectStore(settings);
  const serviceId = parsed(parseServiceId(randomUUID()));
  const createdAt = new Date();
  const letters: LetterToPrint[] = [];
  const writeNext = async (): Promise<void> => {
    const body = randomBytes(bytes);
    const [reference, postage, day] = [referenceFrom(randomBytes(32)), 'second', londonDayOf(createdAt)] as const;
    const letter: LetterToPrint = {
      id: parsed(parseLetterId(randomUUID())),
      serviceId,
      postage,
      bytes,
      sha256: parsed(parseSha256(createHash('sha256').update(body).digest('hex'))),
      printKey: printKeyOf({ day, reference, postage, createdAt }),
    };
    letters.push(letter);
    await store.put(letter.printKey, body, 'application/pdf');
  };
  const write = async (): Promise<void> => {
    while (letters.length < count) await writeNext();
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
  store.close();
  return letters;
}
