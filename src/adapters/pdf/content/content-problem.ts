import { PDFArray, PDFName, PDFNumber, type PDFPageLeaf, PDFRawStream } from '@cantoo/pdf-lib';
import type { PdfRefusal } from '../../../domain/pdf-refusal';
import { isWellFormed } from './is-well-formed';

const [SUBTYPE, FORM, MEDIA_BOX] = [PDFName.of('Subtype'), PDFName.of('Form'), PDFName.of('MediaBox')];
const NEWLINE = Buffer.from('\n');

/**
 * What would keep a printer from drawing the pages to their end: a page without a size, content that is no content, breaks
 * off, or cannot be unpacked, in pages and in forms. Undefined when there is nothing of it.
 */
export function contentProblem(
  pages: readonly PDFPageLeaf[],
  unpacked: ReadonlyMap<PDFRawStream, Uint8Array>,
): PdfRefusal | undefined {
  const isForm = ({ dict }: PDFRawStream): boolean => dict.lookup(SUBTYPE) === FORM;
  const areDrawn =
    pages.every((page) => hasSize(page) && isWhole(contentOf(page), unpacked)) &&
    [...unpacked.keys()].filter(isForm).every((form) => isWhole([form], unpacked));
  return areDrawn ? undefined : 'is damaged';
}

function hasSize(page: PDFPageLeaf): boolean {
  const box = page.lookup(MEDIA_BOX);
  if (!(box instanceof PDFArray) || box.size() !== 4) return false;
  return box.asArray().every((number) => page.context.lookup(number) instanceof PDFNumber);
}

/** A page's content, which may stand in several streams; undefined where there is something else in its place. */
export function contentOf(page: PDFPageLeaf): readonly PDFRawStream[] | undefined {
  const contents = page.lookup(PDFName.of('Contents'));
  if (contents === undefined) return [];
  const list = contents instanceof PDFArray ? contents.asArray().map((item) => page.context.lookup(item)) : [contents];
  const streams = list.filter((stream) => stream instanceof PDFRawStream);
  return streams.length === list.length ? streams : undefined;
}

function isWhole(
  streams: readonly PDFRawStream[] | undefined,
  unpacked: ReadonlyMap<PDFRawStream, Uint8Array>,
): boolean {
  if (!streams) return false;
  const parts = streams.map((stream) => unpacked.get(stream)).filter((part) => part !== undefined);
  return parts.length === streams.length && isWellFormed(Buffer.concat(parts.flatMap((part) => [part, NEWLINE])));
}
