import { isA4Portrait, judgeAddress, printableAreas } from '../../src/domain/inspection';
import { postageTo } from '../../src/domain/postage';

test.each([
  [210, 297, 0, true],
  [210, 297, 180, true],
  [297, 210, 90, true],
  [297, 210, 270, true],
  [208, 295, 0, true],
  [212, 299, 0, true],
  [207.9, 297, 0, false],
  [210, 299.1, 0, false],
  [297, 210, 0, false],
  [210, 297, 90, false],
  [210, 297, 360, false],
  [297, 210, -270, false],
  [215.9, 279.4, 0, false],
])('A page of %d × %d mm turned by %d° is A4 upright: %s', (width, height, rotation, isGood) => {
  expect(isA4Portrait({ width, height, rotation })).toBe(isGood);
});

test('Only the first page of a letter has a window; everywhere else one area is printed on', () => {
  const letter = { kind: 'letter', international: false } as const;
  const everywhere = [{ left: 15, right: 195, top: 5, bottom: 292 }];
  expect(printableAreas(1, letter)).toHaveLength(4);
  expect(printableAreas(2, letter)).toEqual(everywhere);
  expect(printableAreas(1, { kind: 'attachment' })).toEqual(everywhere);
});

const AT_HOME = { international: false };

test('Ligatures come apart and accents come together before an address is judged', () => {
  const judged = judgeAddress(['Zoe\u0308 O\ufb03cer', '1 High Street', 'sw1a1aa'], AT_HOME);
  expect(judged).toEqual({
    ok: true,
    value: { lines: ['Zo\u00eb Officer', '1 High Street', 'SW1A 1AA'], zone: 'united-kingdom' },
  });
});

test('An address abroad is refused or allowed, and then has its zone', () => {
  const lines = ['Mx One', '1 Rue', 'Deutschland'];
  expect(judgeAddress(lines, AT_HOME)).toEqual({ ok: false, error: 'cant-send-international-letters' });
  expect(judgeAddress(lines, { international: true })).toMatchObject({
    value: { lines: ['Mx One', '1 Rue', 'Germany'], zone: 'europe' },
  });
});

test('Nothing in the window is an empty address', () => {
  expect(judgeAddress([], AT_HOME)).toEqual({ ok: false, error: 'address-is-empty' });
});

test('At home a letter has the postage that was asked for, abroad that of its zone', () => {
  expect(postageTo('united-kingdom', 'first')).toBe('first');
  expect(postageTo('europe', 'first')).toBe('europe');
  expect(postageTo('rest-of-world', 'economy')).toBe('rest-of-world');
});
