import fc from 'fast-check';
import type { BatchIdentity } from '../../src/domain/batch';
import { type Day, parseDay } from '../../src/domain/calendar';
import {
  type LetterId,
  type LetterToPrint,
  type Reference,
  type ServiceId,
  type Sha256,
  parseLetterId,
  parseReference,
  parseServiceId,
  parseSha256,
} from '../../src/domain/letter';
import { printKeyOf } from '../../src/domain/names';
import { POSTAGES, type Postage } from '../../src/domain/postage';
import type { Result } from '../../src/domain/result';

/** Runs of each property: nightly builds give a million. */
export const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 10_000) };

export function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A test was written with a value that does not parse');
  return value;
}

export function accepted<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

export const day = (text: string): Day => present(parseDay(text));

/** One draw a text: drawing each digit makes a property many times slower. */
const digits = (radix: number, length: number): fc.Arbitrary<string> =>
  fc
    .bigInt({ min: 0n, max: BigInt(radix) ** BigInt(length) - 1n })
    .map((number) => number.toString(radix).padStart(length, '0'));

const uuid = fc.uuid({ version: [1, 4, 7] });
const serviceIds: fc.Arbitrary<ServiceId> = uuid.map((text) => present(parseServiceId(text)));
export const letterIds: fc.Arbitrary<LetterId> = uuid.map((text) => present(parseLetterId(text)));
export const sha256s: fc.Arbitrary<Sha256> = digits(16, 64).map((text) => present(parseSha256(text)));
export const references: fc.Arbitrary<Reference> = digits(36, 16).map((text) =>
  present(parseReference(text.toUpperCase())),
);
export const postages = fc.constantFrom(...POSTAGES);

/** Instants of the years in which Postroom may be alive. */
export const instants = fc.date({
  min: new Date('2018-01-01T00:00:00.000Z'),
  max: new Date('2035-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});
export const wholeSeconds = instants.map((instant) => new Date(Math.floor(instant.getTime() / 1000) * 1000));
export const days: fc.Arbitrary<Day> = instants.map((instant) => day(instant.toISOString().slice(0, 10)));

export const batchIdentities: fc.Arbitrary<BatchIdentity> = fc.record({
  day: days,
  runNo: fc.integer({ min: 1, max: 99 }),
  postage: postages,
  number: fc.integer({ min: 1, max: 12_000 }),
  serviceId: serviceIds,
});

/** A letter as the claim reads it, with the instant by which it is ordered. */
export interface AcceptedLetter extends LetterToPrint {
  readonly createdAt: Date;
}

const numbered = (digit: string, number: number) =>
  `${digit.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;

const acceptedLetter = (
  place: number,
  { service, postage, bytes, second }: { service: number; postage: Postage; bytes: number; second: number },
): AcceptedLetter => {
  const createdAt = new Date(Date.UTC(2026, 0, 5, 12, 0, second));
  const reference = present(parseReference(String(place).padStart(16, 'R')));
  return {
    id: present(parseLetterId(numbered('1', (place * 17) % 41))), // no order of its own, no id twice
    serviceId: present(parseServiceId(numbered('a', service))),
    postage,
    bytes,
    sha256: present(parseSha256(place.toString(16).padStart(64, '0'))),
    printKey: printKeyOf({ day: day('2026-01-05'), reference, postage, createdAt }),
    createdAt,
  };
};

/** Up to 40 letters of few services, classes and instants, so that many share a group. */
export const acceptedLetters: fc.Arbitrary<readonly AcceptedLetter[]> = fc
  .array(
    fc.record({
      service: fc.nat({ max: 2 }),
      postage: fc.constantFrom<Postage>('first', 'second', 'europe'),
      bytes: fc.integer({ min: 1, max: 60 }),
      second: fc.nat({ max: 5 }),
    }),
    { maxLength: 40 },
  )
  .map((letters) => letters.map((letter, place) => acceptedLetter(place, letter)));

/** Any text, and texts that differ from a right one in a few places: those reach deeper into a parser. */
export const damaged = (right: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc
      .tuple(
        right,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.string({ unit: 'binary', maxLength: 3 })), {
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([text, wounds]) =>
        wounds.reduce((wounded, [place, cut, put]) => {
          const at = place % (wounded.length + 1);
          return wounded.slice(0, at) + put + wounded.slice(at + cut);
        }, text),
      ),
  );
