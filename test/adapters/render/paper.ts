/** A PDF seen with the eyes of others: poppler's programs and qpdf. Distances in millimetres from the top left of the page. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeQR } from 'qr/decode.js';

const run = promisify(execFile);
const MM = 72 / 25.4;
const DPI = 200;
/** The softened edge of a letter that stands on a line; the printer itself allows 1 mm. */
const GRACE_MM = 0.2;

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Word extends Box {
  readonly text: string;
}

export async function withFile<Value>(
  pdf: Buffer,
  look: (file: string, folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-paper-'));
  try {
    const file = join(folder, 'letter.pdf');
    await writeFile(file, pdf);
    return await look(file, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const textOf = (pdf: Buffer): Promise<string> =>
  withFile(pdf, async (file) => (await run('pdftotext', ['-layout', file, '-'])).stdout);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The words of each page, with their boxes. */
export const wordsOf = (pdf: Buffer): Promise<readonly (readonly Word[])[]> =>
  withFile(pdf, async (file) => {
    const { stdout } = await run('pdftotext', ['-bbox', file, '-']);
    const pages = stdout.split('<page ').slice(1);
    const word = /<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<\/word>/g;
    return pages.map((page) =>
      [...page.matchAll(word)].map(([, left, top, right, bottom, text = '']) => ({
        left: Number(left) / MM,
        top: Number(top) / MM,
        right: Number(right) / MM,
        bottom: Number(bottom) / MM,
        text: text.replace(/&(\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity),
      })),
    );
  });

/** Each font's name and whether it is embedded, and only with the characters that are used. */
export const fontsOf = (pdf: Buffer): Promise<readonly { name: string; embedded: boolean; subset: boolean }[]> =>
  withFile(pdf, async (file) => {
    const { stdout } = await run('pdffonts', [file]);
    const rows = stdout.trim().split('\n').slice(2);
    return rows.map((row) => {
      const [, name = '', embedded, subset] = /^(\S+) .* (yes|no) +(yes|no) +(yes|no) +\d+ +\d+$/.exec(row) ?? [];
      return { name: name.replace(/^[A-Z]{6}\+/, ''), embedded: embedded === 'yes', subset: subset === 'yes' };
    });
  });

export const checkStructure = (pdf: Buffer): Promise<string> =>
  withFile(pdf, async (file) => (await run('qpdf', ['--check', file])).stdout);

function marksOutside(greys: Buffer, width: number, areas: readonly Box[]): number {
  const toPixels = (mm: number): number => (mm / 25.4) * DPI;
  const allowed = areas.map(({ left, right, top, bottom }) => ({
    left: toPixels(left - GRACE_MM),
    right: toPixels(right + GRACE_MM),
    top: toPixels(top - GRACE_MM),
    bottom: toPixels(bottom + GRACE_MM),
  }));
  let marks = 0;
  for (const [index, grey] of greys.entries()) {
    if (grey === 255) continue;
    const [x, y] = [index % width, Math.floor(index / width)];
    const inside = ({ left, right, top, bottom }: Box): boolean =>
      x + 1 >= left && x <= right && y + 1 >= top && y <= bottom;
    if (!allowed.some(inside)) marks += 1;
  }
  return marks;
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row. */
  readonly greys: Buffer;
}

/** Each page as it is printed, in the printer's own resolution. */
async function picturesOf(file: string, folder: string): Promise<readonly Picture[]> {
  await run('pdftoppm', ['-r', String(DPI), '-gray', file, join(folder, 'page')]);
  const pages = (await readdir(folder)).filter((name) => name.endsWith('.pgm')).sort();
  return Promise.all(
    pages.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      const [head = '', width = '', height = ''] =
        /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 50).toString('latin1')) ?? [];
      return { width: Number(width), height: Number(height), greys: bytes.subarray(head.length) };
    }),
  );
}

/** What a scanner reads from the one QR code of the first page. */
export const scanned = (pdf: Buffer): Promise<string> =>
  withFile(pdf, async (file, folder) => {
    const [{ width, height, greys } = { width: 0, height: 0, greys: Buffer.alloc(0) }] = await picturesOf(file, folder);
    const data = new Uint8Array(greys.length * 3);
    for (const [index, grey] of greys.entries()) data.fill(grey, index * 3, index * 3 + 3);
    return decodeQR({ width, height, data }, { timeLimit: 60_000, effort: 10 });
  });

/** The same by a scanner that shares no code with what drew it. */
export const scannedByOthers = (pdf: Buffer): Promise<string> =>
  withFile(pdf, async (file, folder) => {
    await run('pdftoppm', ['-r', String(DPI), '-gray', '-l', '1', file, join(folder, 'page')]);
    const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('.pgm'));
    const { stdout } = await run('zbarimg', ['--quiet', '--raw', '-Sbinary=0', join(folder, name)]);
    return stdout.trimEnd();
  });

/** How many pixels of each page are not white outside the areas given for it, at the resolution of the printer's own check. */
export const inkOutside = (pdf: Buffer, areasOf: (page: number) => readonly Box[]): Promise<readonly number[]> =>
  withFile(pdf, async (file, folder) => {
    const pictures = await picturesOf(file, folder);
    return pictures.map(({ width, greys }, index) => marksOutside(greys, width, areasOf(index + 1)));
  });
