import { isWellFormed } from '../../../src/adapters/pdf/content/is-well-formed';

const GOOD: readonly string[] = [
  '',
  'q 1 0 0 1 70.5 -.5 cm BT /F#31 12 Tf (a \\) (b) c) Tj <48 65 6C> Tj ET Q',
  '[(a) -120 (b) <63>] TJ % (not closed',
  '/Artifact <</Attached [/Top] /BBox [0 0 1 1] /On true /Off null>> BDC EMC',
  '/ /P <<>> DP',
  '(a) \' 1 2 (b) " 0 0 1 rg T* f* W n',
  'BI /W 2 /H 2 /BPC 8 /CS /G ID \x00(<[ EI x\x80\x80\x80\x80\x80\x80\x80 EI Q',
  'BI /W 1 /H 1 ID \xff\xffEI Q',
  'BI /W 1 /H 1 ID \xff\nEI \0Q \0\n',
];

const BROKEN: readonly string[] = [
  '(this never ends',
  'ends too often) Tj',
  '(an escape at the end\\',
  '[(a) (b) TJ',
  '(a)] TJ',
  '<48 6X> Tj',
  '<48',
  '<</MCID 1 BDC',
  '/P <</MCID>> BDC',
  '/P <<1 /MCID>> BDC',
  '/P <</MCID [1>> BDC',
  '/P </MCID 1>> BDC',
  '/P <</MCID q>> BDC',
  '{1 2 add}',
  '> Tj',
  'BI /W 2 /H 2 ID \x80\x80',
];

const shown = (content: string): [string, string] => [JSON.stringify(content).slice(0, 60), content];

describe('the content of a page', () => {
  test.each(GOOD.map(shown))('%s can be read to its end', (_shown, content) => {
    expect(isWellFormed(Buffer.from(content, 'latin1'))).toBe(true);
  });

  test.each(BROKEN.map(shown))('%s cannot be read to its end', (_shown, content) => {
    expect(isWellFormed(Buffer.from(content, 'latin1'))).toBe(false);
  });
});
