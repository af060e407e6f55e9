import { PDFArray, PDFDict, PDFName, type PDFObject, PDFNull } from '@cantoo/pdf-lib';

const [PAGES, KIDS, TYPE] = [PDFName.of('Pages'), PDFName.of('Kids'), PDFName.of('Type')];
const DEEPEST = 50;
const MOST_NODES = 1_000;

/** What a page has from the nodes above it, where it does not say it itself. */
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'].map((name) => PDFName.of(name));
/** What is drawn of a page, and on what paper. All else that a page can say is for screens or for other programs. */
const KEPT = [...INHERITED, ...['Contents', 'Annots', 'Group'].map((name) => PDFName.of(name))];

/** A page's own word for it and, failing that, that of the nearest node above it. */
type Entries = ReadonlyMap<PDFName, PDFObject>;

/**
 * What is drawn of each page under a document's catalog, until there are `most`. The library's own walks never end on a
 * tree whose nodes share their children (2^40 pages fit into 4 KB) or are their own parents, so this one is bounded.
 * Throws when the tree is damaged or goes too deep.
 */
export function pageLeaves(catalog: PDFDict, most: number): Entries[] {
  const leaves: Entries[] = [];
  let nodes = 0;
  const walk = (node: PDFObject | undefined, above: Entries, depth: number): void => {
    nodes += 1;
    if (!(node instanceof PDFDict) || depth > DEEPEST || nodes > MOST_NODES) throw new Error('a damaged page tree');
    const kids = node.lookup(KIDS);
    if (kids instanceof PDFArray) {
      const inherited = new Map([...above, ...entriesOf(node, INHERITED)]);
      for (let index = 0; index < kids.size() && leaves.length < most; index += 1) {
        walk(kids.lookup(index), inherited, depth + 1);
      }
    } else if (kids === undefined && node.lookup(TYPE) !== PAGES) {
      leaves.push(new Map([...above, ...entriesOf(node, KEPT)]));
    } else {
      throw new Error('a damaged page tree');
    }
  };
  walk(catalog.lookup(PAGES), new Map(), 0);
  return leaves;
}

function entriesOf(node: PDFDict, names: readonly PDFName[]): [PDFName, PDFObject][] {
  return names.flatMap((name): [PDFName, PDFObject][] => {
    const value = node.get(name);
    return value === undefined || node.lookup(name) === PDFNull ? [] : [[name, value]];
  });
}
