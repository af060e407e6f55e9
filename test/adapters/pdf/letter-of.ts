import { pdfWith, streamOf } from './hostile-pdfs';

export interface LetterParts {
  /** Of the catalog, beside its pages. */
  readonly catalog?: string;
  /** Of the page, beside its content. */
  readonly page?: string;
  readonly content?: string;
  /** Numbered from 5: the first of them is `5 0 R`. */
  readonly objects?: readonly (string | Buffer)[];
}

const A4 = '/MediaBox [0 0 595 842]';
const HELVETICA = '/Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>';
const HELLO = 'BT /F 12 Tf 100 500 Td (A letter) Tj ET';

/** A letter of one page, in the parts that a test is about. */
export function letterOf({ catalog = '', page = '', content = HELLO, objects = [] }: LetterParts): Buffer {
  const leaf = [
    '<</Type /Page /Parent 2 0 R /Contents 4 0 R',
    page.includes('/MediaBox') ? '' : A4,
    page.includes('/Resources') ? '' : HELVETICA,
    `${page}>>`,
  ];
  return pdfWith(
    catalog,
    '<</Type /Pages /Count 1 /Kids [3 0 R]>>',
    leaf.join(' '),
    streamOf('', Buffer.from(content)),
    ...objects,
  );
}
