import { rewritePdf } from '../../../src/adapters/pdf/rewrite-pdf';
import type { PdfRefusal } from '../../../src/domain/pdf-refusal';
import { type LetterParts, letterOf } from './letter-of';

const SCRIPT = '<</S /JavaScript /JS (app.alert\\(1\\))>>';
const FILE = '<</Type /Filespec /F (a.txt) /EF <</F 6 0 R>>>>';
const STREAM = '<</Length 0>>\nstream\n\nendstream';
const LAYER = '<</Type /OCG /Name (a layer)>>';
const LAYERED = '/Resources <</Properties <</Layer 5 0 R>>>>';
const PICTURE = '/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 0';

const fieldWith = (entries: string): LetterParts => ({
  page: '/Annots [5 0 R]',
  objects: [`<</Subtype /Widget /Rect [9 9 99 99] /FT /Tx ${entries}>>`, '<</FT /Tx /T (a) /V <FEFF0061>>>', STREAM],
});

const REFUSED: readonly (readonly [string, LetterParts, PdfRefusal])[] = [
  ['a script that runs when it is opened', { catalog: `/OpenAction ${SCRIPT}` }, 'holds active content'],
  ['a script on its page', { page: `/AA <</O ${SCRIPT}>>` }, 'holds active content'],
  ['triggers of any kind', { page: '/AA <</O <</S /GoTo /D [3 0 R /Fit]>>>>' }, 'holds active content'],
  ['a script that nothing leads to', { objects: [SCRIPT] }, 'holds active content'],
  ['a script whose names are in hex', { objects: ['<</#53 /J#61vaScript /#4aS (1)>>'] }, 'holds active content'],
  ['a script of a kind that we do not know', { objects: ['<</S /Odd /JS (1)>>'] }, 'holds active content'],
  ['an action named elsewhere', { objects: ['<</S 6 0 R>>', '/Launch'] }, 'holds active content'],
  ['a form of its own kind', { catalog: '/AcroForm <</XFA [(a) 5 0 R]>>', objects: [STREAM] }, 'holds active content'],
  ['a film', { page: '/Annots [<</Subtype /RichMedia /Rect [0 0 9 9]>>]' }, 'holds active content'],
  ['a program for the printer', { objects: [STREAM.replace('<<', '<</Subtype /PS ')] }, 'holds active content'],
  ['a file beside it', { objects: [FILE, STREAM] }, 'holds other files'],
  ['a file pinned to the page', { page: '/Annots [<</Subtype /FileAttachment>>]' }, 'holds other files'],
  ['a list of files', { catalog: '/Names <</EmbeddedFiles <</Names [(a) 5 0 R]>>>>' }, 'holds other files'],
  ['bytes that are elsewhere', { objects: [STREAM.replace('<<', '<</F (a.bin) ')] }, 'refers to other files'],
  ['a picture of another document', { objects: [STREAM.replace('<<', '<</Ref <</F (a)>> ')] }, 'refers to other files'],
  [
    'a form that each reader fills in',
    { catalog: '/AcroForm <</NeedAppearances true /Fields [5 0 R]>>', objects: ['<</FT /Tx /V (a)>>'] },
    'leaves its fields to be drawn',
  ],
  ['a field that is typed into and not drawn', fieldWith('/V (typed)'), 'leaves its fields to be drawn'],
  ['a field whose text stands with its parent', fieldWith('/Parent 6 0 R'), 'leaves its fields to be drawn'],
  ['a box that is ticked and not drawn', fieldWith('/V /Yes'), 'leaves its fields to be drawn'],
  [
    'a layer that is off',
    { catalog: '/OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>', objects: [LAYER] },
    'hides layers',
  ],
  [
    'all layers off',
    { catalog: '/OCProperties <</OCGs [5 0 R] /D <</BaseState /OFF>>>>', objects: [LAYER] },
    'hides layers',
  ],
  [
    'a layer for screens',
    { catalog: '/OCProperties <</D <</AS [<</Event /Print>>]>>>>', objects: [LAYER] },
    'hides layers',
  ],
  ['words for when a layer is off', { objects: ['<</Type /OCMD /P /AllOff>>'] }, 'hides layers'],
  ['words under a condition', { objects: ['<</Type /OCMD /VE [/Not 5 0 R]>>'] }, 'hides layers'],
  [
    'a picture of 10001 × 10000',
    { objects: [`<<${PICTURE} /Width 10001 /Height 10000>>\nstream\n\nendstream`] },
    'holds too large a picture',
  ],
];

const WRITTEN: readonly (readonly [string, LetterParts])[] = [
  ['a list of scripts without entries', { catalog: '/Names <</JavaScript <</Names []>>>>' }],
  ['a list of files without entries', { catalog: '/Names <</EmbeddedFiles <</Names []>>>>' }],
  ['a place to open at', { catalog: '/OpenAction <</S /GoTo /D [3 0 R /Fit]>>' }],
  ['a link', { page: '/Annots [<</Subtype /Link /Rect [9 9 99 99] /A <</S /URI /URI (https://example.com)>>>>]' }],
  [
    'fonts called AA, JS and EF',
    {
      page: '/Resources <</Font <</AA 5 0 R /JS 5 0 R /EF 5 0 R>>>>',
      objects: ['<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>'],
    },
  ],
  ['a field that is drawn', fieldWith('/V (typed) /AP <</N 7 0 R>>')],
  ['a field that is empty', fieldWith('/V ()')],
  ['a box that is not ticked', fieldWith('/V /Off')],
  ['a field that nobody sees', fieldWith('/V (typed) /F 2')],
  ['a signature without looks', fieldWith('/V <</Type /Sig>>')],
  [
    'layers that are all shown',
    { catalog: '/OCProperties <</OCGs [5 0 R] /D <</Order [5 0 R]>>>>', page: LAYERED, objects: [LAYER] },
  ],
  ['a picture of 10000 × 10000', { objects: [`<<${PICTURE} /Width 10000 /Height 10000>>\nstream\n\nendstream`] }],
];

describe('what no letter needs', () => {
  test.each(REFUSED)('A letter with %s is refused', async (_what, parts, refusal) => {
    expect(await rewritePdf(letterOf(parts))).toEqual({ ok: false, error: refusal });
  });

  test.each(WRITTEN)('A letter with %s is written', async (_what, parts) => {
    expect(await rewritePdf(letterOf(parts))).toMatchObject({ ok: true, value: { pages: 1 } });
  });
});
