import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePdf } from '../../../src/adapters/pdf/judge-pdf';
import { loadPdfium } from '../../../src/adapters/pdf/pdfium/load-pdfium';
import type { InspectedAs, Inspection } from '../../../src/domain/inspection';
import { sheetsOf } from '../../../src/domain/letter';
import verdicts from '../../fixtures/sample-letters/verdicts.json';

const FOLDER = join(__dirname, '../../fixtures/sample-letters');
/** The predecessor does not find the files of composite fonts. */
const EMBEDDED_AFTER_ALL = ['hackney_sample.pdf'];

const AT_HOME: InspectedAs = { kind: 'letter', international: false };
const ANYWHERE: InspectedAs = { kind: 'letter', international: true };
const ATTACHED: InspectedAs = { kind: 'attachment' };

const pdfium = loadPdfium();
const judge = async (file: string, as: InspectedAs): Promise<Inspection> =>
  judgePdf(await pdfium, readFileSync(join(FOLDER, file)), as);

const verdictOf = (inspection: Inspection): string => (inspection.kind === 'refused' ? inspection.failure : 'valid');
const atFault = (inspection: Inspection): readonly number[] =>
  inspection.kind === 'refused' ? inspection.pagesAtFault : [];
const linesOf = (inspection: Inspection): readonly string[] | undefined =>
  inspection.kind === 'letter' ? inspection.address.lines : undefined;

test('There are 117 sample letters', () => expect(verdicts).toHaveLength(117));

test.each(verdicts.map((wanted) => [wanted.file, wanted] as const))(
  'The sample letter %s has its verdicts, pages and address',
  async (file, wanted) => {
    const [atHome, anywhere] = [await judge(file, AT_HOME), await judge(file, ANYWHERE)];
    expect({
      verdict: verdictOf(atHome),
      abroad: verdictOf(anywhere),
      pagesAtFault: atFault(atHome),
      pages: atHome.pages,
      sheets: atHome.pages === null ? null : sheetsOf(atHome.pages),
      lines: linesOf(anywhere),
    }).toEqual({
      verdict: wanted.verdict,
      abroad: wanted.verdict_when_international_allowed,
      pagesAtFault: wanted.invalid_pages ?? [],
      pages: wanted.pages,
      sheets: wanted.sheets,
      lines: wanted.address_normalised?.map((line) => line.normalize('NFC')),
    });
  },
);

test.each(verdicts.map((wanted) => [wanted.file, wanted] as const))(
  'The sample letter %s has its verdict as an attachment, and its notes',
  async (file, wanted) => {
    const attached = await judge(file, ATTACHED);
    expect({ verdict: verdictOf(attached), pagesAtFault: atFault(attached), pages: attached.pages }).toEqual({
      verdict: wanted.verdict_as_attachment,
      pagesAtFault: wanted.invalid_pages_as_attachment ?? [],
      pages: wanted.pages,
    });
    if (attached.kind === 'refused') return;
    const unembedded = (wanted.fonts_not_embedded ?? []).length > 0 && !EMBEDDED_AFTER_ALL.includes(file);
    expect(attached.notes).toEqual([
      ...(wanted.has_cmyk_image ? ['cmyk-image'] : []),
      ...(unembedded ? ['font-not-embedded'] : []),
      ...(wanted.has_rgb_image ? ['rgb-image'] : []),
    ]);
  },
);
