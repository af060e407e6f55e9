import { PDFArray, PDFDict, PDFName, type PDFObject } from '@cantoo/pdf-lib';

const [PAGES, KIDS, TYPE] = [PDFName.of('Pages'), PDFName.of('Kids'), PDFName.of('Type')];
const DEEPEST = 50;
const MOST_NODES = 1_000;

/**
 * Pages under a document's catalog, counted until `stopAt`. The library's own walk never ends on a tree whose nodes
 * share their children (2^40 pages fit into 4 KB), so this one is bounded. Throws when the tree is damaged or goes too deep.
 */
export function countPages(catalog: PDFDict, stopAt: number): number {
  let pages = 0;
  let nodes = 0;
  const walk = (node: PDFObject | undefined, depth: number): void => {
    nodes += 1;
    if (!(node instanceof PDFDict) || depth > DEEPEST || nodes > MOST_NODES) throw new Error('a damaged page tree');
    const kids = node.lookup(KIDS);
    if (kids instanceof PDFArray) {
      for (let index = 0; index < kids.size() && pages < stopAt; index += 1) walk(kids.lookup(index), depth + 1);
    } else if (kids === undefined && node.lookup(TYPE) !== PAGES) {
      pages += 1;
    } else {
      throw new Error('a damaged page tree');
    }
  };
  walk(catalog.lookup(PAGES), 0);
  return pages;
}
