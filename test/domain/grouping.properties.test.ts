import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type BatchLimits, type LetterGroup, group, takeGroup } from '../../src/domain/grouping';
import { type LetterToPrint, parseServiceId, parseSha256 } from '../../src/domain/letter';
import { baseNameOf, printKeyOf, zipContentText, zipNameOf } from '../../src/domain/names';
import {
  type AcceptedLetter,
  acceptedLetters,
  day,
  letterIds,
  postages,
  present,
  references,
  runs,
  sha256s,
  wholeSeconds,
} from './arbitraries';

const serviceId = present(parseServiceId('0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11'));
const identity = { day: day('2026-01-05'), postage: 'second', number: 1, serviceId } as const;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const idsOf = (letters: readonly LetterToPrint[]) => letters.map(({ id }) => id).join(' ');
const shapeOf = (groups: readonly LetterGroup[]) => groups.map(({ letters }) => idsOf(letters)).join('\n');

const keyOf = ({ serviceId, postage, createdAt, id }: AcceptedLetter) =>
  [serviceId, postage, createdAt.toISOString(), id].join(' ');
/** The order in which the claim reads them. */
const inOrder = (letters: readonly AcceptedLetter[]): readonly LetterToPrint[] =>
  letters
    .map((letter) => [keyOf(letter), letter] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, letter]) => letter);

const isSound = ({ serviceId, postage, letters, bytes }: LetterGroup, { maxBytes, maxLetters }: BatchLimits) =>
  letters.every((letter) => letter.serviceId === serviceId && letter.postage === postage) &&
  bytes === sum(letters.map((letter) => letter.bytes)) &&
  letters.length > 0 &&
  letters.length <= maxLetters &&
  (bytes <= maxBytes || letters.length === 1);

const hadRoomFor = (before: LetterGroup, next: LetterGroup, { maxBytes, maxLetters }: BatchLimits) =>
  before.serviceId === next.serviceId &&
  before.postage === next.postage &&
  before.letters.length < maxLetters &&
  before.bytes + present(next.letters[0]).bytes <= maxBytes;

describe('Any letters', () => {
  const someLimits = fc.record({
    maxBytes: fc.integer({ min: 1, max: 200 }),
    maxLetters: fc.integer({ min: 1, max: 8 }),
  });

  it('all travel, each once, in their order', () => {
    fc.assert(
      fc.property(acceptedLetters, someLimits, (letters, limits) => {
        const sorted = inOrder(letters);
        return idsOf([...group(sorted, limits)].flatMap((each) => each.letters)) === idsOf(sorted);
      }),
      runs,
    );
  });

  it('travel with letters of their service and class, never over a limit but for a single big one', () => {
    fc.assert(
      fc.property(acceptedLetters, someLimits, (letters, limits) =>
        [...group(inOrder(letters), limits)].every((each) => isSound(each, limits)),
      ),
      runs,
    );
  });

  it('never part from the batch before while it has room for them', () => {
    fc.assert(
      fc.property(acceptedLetters, someLimits, (letters, limits) => {
        const groups = [...group(inOrder(letters), limits)];
        return groups.slice(1).every((next, index) => !hadRoomFor(present(groups[index]), next, limits));
      }),
      runs,
    );
  });

  it('make the same batches in whatever order they came', () => {
    const shuffled = acceptedLetters.chain((letters) => {
      const all = { minLength: letters.length, maxLength: letters.length };
      return fc.tuple(fc.constant(letters), fc.shuffledSubarray([...letters], all));
    });
    fc.assert(
      fc.property(
        shuffled,
        someLimits,
        ([letters, mixed], limits) =>
          shapeOf([...group(inOrder(mixed), limits)]) === shapeOf([...group(inOrder(letters), limits)]),
      ),
      runs,
    );
  });

  it('make the same batches when claimed one by one as when grouped all at once', () => {
    fc.assert(
      fc.property(acceptedLetters, someLimits, (letters, limits) => {
        const taken: LetterGroup[] = [];
        for (let left = inOrder(letters); left.length > 0; left = left.slice(present(taken.at(-1)).letters.length)) {
          taken.push(present(takeGroup(left, limits)));
        }
        return shapeOf(taken) === shapeOf([...group(inOrder(letters), limits)]);
      }),
      runs,
    );
  });

  it('have entry names in the zip that differ even when case is ignored', () => {
    fc.assert(
      fc.property(fc.uniqueArray(references, { maxLength: 10 }), postages, wholeSeconds, (all, postage, createdAt) => {
        const keys = all.map((reference) => printKeyOf({ day: identity.day, reference, postage, createdAt }));
        return new Set(keys.map((key) => baseNameOf(key).toLowerCase())).size === all.length;
      }),
      runs,
    );
  });
});

describe('The zip of any letters', () => {
  const nameOf = (letters: readonly Pick<LetterToPrint, 'id' | 'sha256'>[]) =>
    zipNameOf(identity, present(parseSha256(createHash('sha256').update(zipContentText(letters)).digest('hex'))));
  const contents = fc.uniqueArray(fc.record({ id: letterIds, sha256: sha256s }), {
    minLength: 1,
    maxLength: 10,
    selector: ({ id }) => id,
  });

  it('has the same name for the same letters, and another for any other content', () => {
    fc.assert(
      fc.property(contents, contents, (letters, others) => {
        const name = nameOf(letters);
        const sameContent = zipContentText(letters) === zipContentText(others);
        return nameOf(structuredClone(letters)) === name && (nameOf(others) === name) === sameContent;
      }),
      runs,
    );
  });

  it('has another name when a letter is dropped, changed or put elsewhere', () => {
    fc.assert(
      fc.property(contents, fc.nat(), sha256s, (letters, place, sha256) => {
        const at = place % letters.length;
        fc.pre(letters[at]?.sha256 !== sha256);
        const dropped = letters.filter((_, index) => index !== at);
        const changed = letters.map((each, index) => (index === at ? { ...each, sha256 } : each));
        const rotated = letters.length > 1 ? [...letters.slice(1), ...letters.slice(0, 1)] : dropped;
        return ![dropped, changed, rotated].map(nameOf).includes(nameOf(letters));
      }),
      runs,
    );
  });
});
