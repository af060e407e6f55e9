/** PDFs that came to harm: sample letters changed at random, the same for the same seed. */

/** Numbers below a bound, at random. */
type Random = (below: number) => number;

/** Mulberry32: a small generator of public domain. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

type Mutation = (pdf: Buffer, random: Random, other: Buffer) => Buffer;

const times = (random: Random, most: number, change: () => void): void => {
  for (let left = 1 + random(most); left > 0; left -= 1) change();
};

/** Where objects, numbers and names stand: what is harmed there is read by somebody. */
const OBJECT = /\d+ \d+ obj[\s\S]*?endobj/g;
const WORD = /\/[A-Za-z]+|\b\d+(\.\d+)?\b/g;

function placesOf(pdf: Buffer, pattern: RegExp): readonly { readonly from: number; readonly to: number }[] {
  return [...pdf.toString('latin1').matchAll(pattern)].map(({ index, 0: text }) => ({
    from: index,
    to: index + text.length,
  }));
}

const replaced = (pdf: Buffer, from: number, to: number, by: Uint8Array): Buffer =>
  Buffer.concat([pdf.subarray(0, from), by, pdf.subarray(to)]);

const END = Buffer.from('\nstartxref\n0\n%%EOF\n');

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bytes changed': (pdf, random) => {
    const changed = Buffer.from(pdf);
    times(random, 20, () => (changed[random(changed.length)] = random(256)));
    return changed;
  },
  'bits flipped': (pdf, random) => {
    const changed = Buffer.from(pdf);
    times(random, 8, () => {
      const at = random(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << random(8));
    });
    return changed;
  },
  'the rest cut off': (pdf, random) => Buffer.concat([pdf.subarray(0, random(pdf.length)), END]),
  'a part cut out': (pdf, random) => {
    const from = random(pdf.length);
    return replaced(pdf, from, Math.min(pdf.length - 30, from + random(2_000)), Buffer.alloc(0));
  },
  'a part of another letter put in': (pdf, random, other) => {
    const [at, from] = [random(pdf.length - 30), random(other.length)];
    return replaced(pdf, at, at + random(500), other.subarray(from, from + random(2_000)));
  },
  'two objects exchanged': (pdf, random) => {
    const places = placesOf(pdf, OBJECT);
    const bodies = places.map(({ from, to }) =>
      pdf
        .subarray(from, to)
        .toString('latin1')
        .replace(/^\d+ \d+ obj/, ''),
    );
    const [one, other] = [random(places.length), random(places.length)];
    let text = pdf.toString('latin1');
    text = text.replace(bodies[one] ?? '', () => '\0').replace(bodies[other] ?? '', () => bodies[one] ?? '');
    return Buffer.from(
      text.replace('\0', () => bodies[other] ?? ''),
      'latin1',
    );
  },
  'an object of another letter put in': (pdf, random, other) => {
    const [places, others] = [placesOf(pdf, OBJECT), placesOf(other, OBJECT)];
    const [place, foreign] = [places[random(places.length)], others[random(others.length)]];
    if (!place || !foreign) return pdf;
    const body = other
      .subarray(foreign.from, foreign.to)
      .toString('latin1')
      .replace(/^\d+ \d+ obj/, '');
    const [number = ''] = /^\d+ \d+ obj/.exec(pdf.toString('latin1', place.from, place.from + 30)) ?? [];
    return replaced(pdf, place.from, place.to, Buffer.from(number + body, 'latin1'));
  },
  'words exchanged': (pdf, random) => {
    let changed = pdf;
    times(random, 4, () => {
      const places = placesOf(changed, WORD);
      const [place, other] = [places[random(places.length)], places[random(places.length)]];
      if (place && other) changed = replaced(changed, place.from, place.to, changed.subarray(other.from, other.to));
    });
    return changed;
  },
};

/** The mutant of a number: one of the letters, changed in one way, and the name of the way. */
export function mutantOf(letters: readonly Buffer[], seed: number): { readonly how: string; readonly pdf: Buffer } {
  const random = randomOf(seed);
  const ways = Object.entries(MUTATIONS);
  const [letter, other, way] = [
    letters[random(letters.length)],
    letters[random(letters.length)],
    ways[random(ways.length)],
  ];
  if (!letter || !other || !way) throw new Error('no letters to change');
  return { how: way[0], pdf: way[1](letter, random, other) };
}
