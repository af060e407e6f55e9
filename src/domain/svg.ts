/**
 * Whether an SVG is a plain drawing. Only what is known to draw is let through: no scripts, no addresses of other files, no
 * text (its font would be missing), nothing that refers to itself and grows, and no XML that says what its own words mean.
 */

const DRAWING: ReadonlySet<string> = new Set([
  ...['svg', 'g', 'defs', 'title', 'desc', 'style', 'clipPath', 'linearGradient', 'radialGradient', 'stop'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
]);
/** Of drawing programs: about the drawing, and not drawn. */
const ABOUT = /^(?:metadata|(?:sodipodi|inkscape|rdf|cc|dc):[\w-]+)$/u;

const COMMENT = '<!--(?:(?!-->)[^])*-->';
const DECLARATION = '<\\?xml [^<>?]*\\?>';
const ATTRIBUTE = '\\s+[\\w:.-]+\\s*=\\s*(?:"[^"<]*"|\'[^\'<]*\')';
const TAG = `</?([A-Za-z][\\w:.-]*)((?:${ATTRIBUTE})*)\\s*/?>`;
const TOKENS = new RegExp(`${COMMENT}|${DECLARATION}|${TAG}`, 'gu');

/** An address in a style or a value may only be that of another part of the drawing. */
const hasForeignAddress = (text: string): boolean => /url\s*\((?!\s*["']?#)|@import|\\|javascript:|data:/iu.test(text);

function attributeProblem(attributes: string): string | undefined {
  for (const [, name = '', value = ''] of attributes.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/gu)) {
    if (/^on/iu.test(name)) return `it has a script (${name})`;
    if (/(?:^|:)(?:href|src|base)$/iu.test(name) && !/^["']#/u.test(value))
      return `it refers to another file (${name})`;
    if (!name.startsWith('xmlns') && hasForeignAddress(value)) return `it refers to another file (${name})`;
  }
  return undefined;
}

/** What keeps a text from being a plain drawing; undefined for one that is. */
export function svgProblem(text: string): string | undefined {
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) return 'it has a document type: save it as a plain SVG';
  const elements = [...text.matchAll(TOKENS)].filter(([, name]) => name !== undefined);
  if (elements[0]?.[1] !== 'svg') return 'it is neither an SVG nor a PNG';
  for (const [, name = '', attributes = ''] of elements) {
    if (!DRAWING.has(name) && !ABOUT.test(name)) return `it has <${name}>: save it as a plain SVG, its text as paths`;
    const problem = attributeProblem(attributes);
    if (problem !== undefined) return problem;
  }
  const between = text.replace(TOKENS, ' ');
  if (between.includes('<')) return 'it is no well-formed SVG';
  return hasForeignAddress(between) ? 'its style refers to another file' : undefined;
}
