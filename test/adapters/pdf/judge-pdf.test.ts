import { judgePdf } from '../../../src/adapters/pdf/judge-pdf';
import { parseVerdict } from '../../../src/adapters/pdf/verdicts';
import { brokenTrees, damagedStream, doublyPacked, packedTogether, sharedPages } from './hostile-pdfs';

const UNREADABLE = { kind: 'refused', reason: 'unable-to-read-the-file' };

describe('judging a PDF', () => {
  test.each(Object.entries(brokenTrees))('A file with %s cannot be read', async (_what, pdf) => {
    expect(await judgePdf(pdf)).toEqual(UNREADABLE);
  });

  test('A trillion pages in some kilobytes are a letter that is too long', async () => {
    expect(sharedPages().length).toBeLessThan(4_000);
    expect(await judgePdf(sharedPages())).toEqual({ kind: 'refused', reason: 'letter-too-long' });
  });

  test('Streams that unpack to more than 64 MiB, in layers or together, are refused', async () => {
    expect(await judgePdf(doublyPacked())).toEqual(UNREADABLE);
    expect(await judgePdf(packedTogether())).toEqual(UNREADABLE);
  });

  test('A stream that cannot be unpacked leaves a letter a letter', async () => {
    expect(await judgePdf(damagedStream())).toEqual({ kind: 'letter', pages: 1 });
  });

  test('A verdict is taken only in the forms it may have', () => {
    expect(parseVerdict({ kind: 'letter', pages: 10 })).toEqual({ kind: 'letter', pages: 10 });
    expect(parseVerdict(UNREADABLE)).toEqual(UNREADABLE);
    const odd = [
      undefined,
      null,
      'ready',
      {},
      { kind: 'letter' },
      { kind: 'refused' },
      { kind: 'refused', reason: 'x' },
    ];
    const pages = [0, 11, 1.5, Number.NaN, '3'].map((count) => ({ kind: 'letter', pages: count }));
    for (const message of [...odd, ...pages]) expect(parseVerdict(message)).toBeUndefined();
  });
});
