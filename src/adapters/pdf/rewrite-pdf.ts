import {
  EncryptedPDFError,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFObjectCopier,
  PDFPage,
  PDFPageLeaf,
  ParseSpeeds,
} from '@cantoo/pdf-lib';
import { MOST_PAGES } from '../../domain/letter';
import type { PdfRefusal } from '../../domain/pdf-refusal';
import { type Result, ok, refused } from '../../domain/result';
import { byteProblem } from './byte-problem';
import { contentProblem } from './content/content-problem';
import { drawnAnnotations, hasUndrawnFields } from './drawn-annotations';
import { hasBrokenStrings } from './has-broken-strings';
import { hidesLayers } from './hides-layers';
import { clipCropBox } from './page-boxes';
import { pageLeaves } from './page-leaves';
import { structureProblem } from './structure-problem';
import { unpackStreams } from './unpack-streams';

export interface RewrittenPdf {
  readonly bytes: Uint8Array;
  readonly pages: number;
}

type Leaves = ReturnType<typeof pageLeaves>;

const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;
const [TYPE, PAGE, ANNOTATIONS] = [PDFName.of('Type'), PDFName.of('Page'), PDFName.of('Annots')];

/**
 * Writes a PDF anew with what its pages draw and nothing else: what is judged and printed are bytes of ours, in which all
 * readers find the same document (docs/decisions/0019-the-bytes-we-print.md). Equal files become equal bytes. Runs in the
 * child: the file may be made to break its reader.
 */
export async function rewritePdf(pdf: Uint8Array): Promise<Result<RewrittenPdf, PdfRefusal>> {
  const problem = byteProblem(pdf);
  if (problem) return refused(problem);
  try {
    const source = await PDFDocument.load(pdf, {
      throwOnInvalidObject: true, // damaged objects would stay in silently
      updateMetadata: false,
      parseSpeed: ParseSpeeds.Fastest,
    });
    const leaves = pageLeaves(source.catalog, MOST_PAGES + 1);
    const found = problemOf(source, leaves);
    if (found) return refused(found);
    const target = await copyPages(source, leaves);
    if (hasBrokenStrings(target.context)) return refused('is damaged');
    const unpacked = unpackStreams(target.context, MOST_UNPACKED_BYTES);
    if (!unpacked.ok) return unpacked;
    const broken = contentProblem(
      target.getPages().map(({ node }) => node),
      unpacked.value,
    );
    if (broken) return refused(broken);
    const bytes = await target.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
    return ok({ bytes, pages: leaves.length });
  } catch (error) {
    return refused(error instanceof EncryptedPDFError ? 'is encrypted' : 'is damaged'); // too little memory counts as damage
  }
}

function problemOf({ context, catalog }: PDFDocument, leaves: Leaves): PdfRefusal | undefined {
  if (leaves.length === 0) return 'is damaged';
  if (leaves.length > MOST_PAGES) return 'has too many pages';
  const problem = structureProblem(context, catalog);
  if (problem) return problem;
  if (hidesLayers(context, catalog)) return 'hides layers';
  const annotations = leaves.map((leaf) => context.lookup(leaf.get(ANNOTATIONS)));
  return annotations.some((page) => hasUndrawnFields(context, page)) ? 'leaves its fields to be drawn' : undefined;
}

/** The pages as they are drawn in a document of their own; nothing else of the source comes along. */
async function copyPages(source: PDFDocument, leaves: Leaves): Promise<PDFDocument> {
  const target = await PDFDocument.create({ updateMetadata: false });
  const copier = PDFObjectCopier.for(source.context, target.context);
  for (const leaf of leaves) {
    const drawn = PDFDict.fromMapWithContext(new Map(leaf), source.context);
    const annotations = drawnAnnotations(source.context, drawn.lookup(ANNOTATIONS));
    if (annotations) drawn.set(ANNOTATIONS, annotations);
    else drawn.delete(ANNOTATIONS);
    const page = PDFPageLeaf.fromMapWithContext(copier.copy(drawn).asMap(), target.context);
    page.set(TYPE, PAGE);
    clipCropBox(page);
    target.addPage(PDFPage.of(page, target.context.register(page), target));
  }
  return target;
}
