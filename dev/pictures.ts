/** Letters from the sample templates as pictures for the documentation: `npm run pictures`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPagePictures } from '../src/adapters/pdf/create-page-pictures';
import { createLetterRenderer } from '../src/adapters/render/create-letter-renderer';
import type { Footer } from '../src/domain/footer';
import { readLogo } from '../src/domain/logo';
import { templatePreview } from '../src/domain/template-preview';

const SAMPLES = join(__dirname, 'samples', 'templates');
const PICTURES = join(__dirname, '..', 'docs', 'pictures');
/** The pictures change only with the letters. */
const NOW = new Date('2026-11-25T12:00:00Z');
const SENDER =
  'Exampleton Council\nTown Hall\n4 Example Street\nExampleton\nEX1 2AB\n\nTelephone: 020 7946 0000\nwww.exampleton.gov.uk';

const address = (...lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(lines.map((line, index) => [`address_line_${index + 1}`, line]));

interface Sample {
  readonly name: string;
  readonly subject: string;
  readonly values: Readonly<Record<string, string>>;
  readonly footer?: Footer;
}

const LETTERS: readonly Sample[] = [
  {
    name: 'permit',
    subject: 'Renew your parking permit',
    values: {
      name: 'Ms Ada Sample',
      street: 'Example Road',
      date: '31 December 2026',
      permit: 'EX1-20417',
      ...address('Ms Ada Sample', 'Flat 3', '1 Example Road', 'Exampleton', 'EX1 1AA'),
    },
  },
  {
    name: 'household',
    subject: 'Tell us who lives in your household',
    footer: [
      'Exampleton Council, Town Hall, 4 Example Street, Exampleton EX1 2AB. VAT registration no. GB 999 9999 73.',
      'We keep what you tell us as our privacy notice says: www.exampleton.gov.uk/privacy. Data protection no. ZA000000.',
    ],
    values: {
      name: 'Mr Patrick O’Néill',
      date: '15 December 2026',
      'code one': '4821',
      'code two': 'TRWX',
      ...address('Mr Patrick O’Néill', '22 Example Hill', 'Exampleton', 'EX2 9ZZ'),
    },
  },
  {
    name: 'trwydded',
    subject: 'Mae eich trwydded barcio yn dod i ben',
    values: {
      enw: 'Ms Ŵyn Tŷ-Sampl',
      stryd: 'Ffordd Enghraifft',
      dyddiad: '31 Rhagfyr 2026',
      ...address(
        'Ms Ŵyn Tŷ-Sampl',
        'Fflat 3',
        'Plas y Môr',
        '1 Ffordd Enghraifft',
        'Llanfairpwllgwyngyll',
        'Ynys Môn',
        'LL61 5UJ',
      ),
    },
  },
];

async function main(): Promise<void> {
  const renderer = createLetterRenderer({ processes: 1 });
  const pictures = createPagePictures();
  const logo = readLogo(readFileSync(join(SAMPLES, 'exampleton-council.svg')));
  if (!logo.ok) throw new Error(logo.error);
  try {
    for (const { name, subject, values, footer = [] } of LETTERS) {
      const body = readFileSync(join(SAMPLES, `${name}.md`), 'utf8');
      const letter = templatePreview({ subject, body, contactBlock: SENDER }, values, {
        logo: logo.value,
        footer,
        now: NOW,
      });
      if (!letter.ok) throw new Error(letter.error);
      const made = await renderer.render(letter.value);
      if (made.kind !== 'letter') throw new Error(`${name}: ${JSON.stringify(made)}`);
      for (const [index, png] of (await pictures.draw(made)).entries()) {
        const page = made.pages === 1 ? '' : `-${index + 1}`;
        writeFileSync(join(PICTURES, `${name}${page}.png`), png);
      }
    }
  } finally {
    await Promise.all([renderer.close(), pictures.close()]);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
