import fc from 'fast-check';
import { readLogo } from '../../src/domain/logo';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const svg = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 70 18"${attributes}>${inside}</svg>`;

/** The first bytes of a PNG of a size, and some more. */
function png(width: number, height: number, length = 100): Uint8Array {
  const file = Buffer.alloc(length);
  file.write('\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', 'latin1');
  if (length >= 24) {
    file.writeUInt32BE(width, 16);
    file.writeUInt32BE(height, 20);
  }
  return file;
}

test.each<[string, string]>([
  ['a path', svg('<path d="M0 0h70v18z"/>')],
  [
    'what a drawing program writes',
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made by hand -->\n${svg('<metadata><rdf:RDF><cc:Work rdf:about=""/></rdf:RDF></metadata><sodipodi:namedview id="a"/><g inkscape:label="x"><path d="M0 0"/></g>')}\n`,
  ],
  [
    'a gradient of its own',
    svg(
      '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#a)" width="9" height="9"/>',
    ),
  ],
  ['a style', svg('<style>.a{fill:#00703c}</style><path class="a" d="M0 0"/>')],
  ['a title', svg('<title>Crown &amp; Co</title><path d="M0 0"/>')],
])('An SVG with %s is a logo', (_what, text) => {
  const logo = readLogo(bytes(text));
  expect(logo.ok && logo.value.kind).toBe('svg');
});

test.each<[string, string, RegExp]>([
  ['a script', svg('<script>x()</script>'), /<script>/],
  ['a script of another name', svg('<svg:script>x()</svg:script>'), /<svg:script>/],
  ['what happens on load', svg('', ' onload="x()"'), /script \(onload\)/],
  ['what happens on a click, in a part', svg('<path d="M0 0" ONCLICK=\'x()\'/>'), /script \(ONCLICK\)/],
  ['a picture from elsewhere', svg('<image href="https://x.uk/a.png"/>'), /<image>/],
  ['a picture within', svg('<image xlink:href="data:image/png;base64,AA"/>'), /<image>/],
  ['HTML', svg('<foreignObject><p>x</p></foreignObject>'), /<foreignObject>/],
  ['a link', svg('<a href="https://x.uk"><path d="M0 0"/></a>'), /<a>/],
  ['text', svg('<text>Crown</text>'), /text as paths/],
  ['copies of itself', svg('<g id="a"><use href="#a"/></g>'), /<use>/],
  ['a filter', svg('<filter id="a"/>'), /<filter>/],
  ['a fill from elsewhere', svg('<path fill="url(https://x.uk/a.svg#b)" d="M0 0"/>'), /another file \(fill\)/],
  ['a gradient from elsewhere', svg('<linearGradient xlink:href="a.svg#b"/>'), /another file \(xlink:href\)/],
  ['another base', svg('<g xml:base="https://x.uk"/>'), /another file \(xml:base\)/],
  ['a style from elsewhere', svg('<style>@import "https://x.uk/a.css";</style>'), /style refers/],
  ['a style that hides an address', svg('<style>path{fill:\\75rl(a)}</style>'), /style refers/],
  ['a style that has an address', svg('<style>path{fill:url(a.svg)}</style>'), /style refers/],
  ['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;')}`, /document type/],
  ['a style sheet', `<?xml-stylesheet href="a.css"?>${svg('')}`, /well-formed/],
  ['raw data', svg('<![CDATA[<script/>]]>'), /<script>/],
  ['a tag that does not end', svg('<path d="M0 0"'), /well-formed/],
  ['another root', `<html>${svg('')}</html>`, /neither/],
  ['only text', 'logo', /neither/],
  ['nothing', '', /neither/],
])('An SVG with %s is refused in one line', (_what, text, line) => {
  const logo = readLogo(bytes(text));
  expect(logo.ok ? 'a logo' : logo.error).toMatch(line);
});

test.each<[string, Uint8Array, RegExp]>([
  ['too wide', png(1_001, 10), /1001 by 10 pixels/],
  ['of no size', png(0, 10), /no size/],
  ['cut off', png(10, 10, 20), /cut off/],
  ['too many bytes', png(10, 10, 50_001), /50001 bytes/],
  ['a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), /neither/],
])('A picture that is %s is refused in one line', (_what, picture, line) => {
  const logo = readLogo(picture);
  expect(logo.ok ? 'a logo' : logo.error).toMatch(line);
});

test('A PNG of a size that fits is a logo', () => {
  const logo = readLogo(png(1_000, 400));
  expect(logo.ok && logo.value.kind).toBe('png');
});

test('Whatever a file holds, it is read or refused, and no drawing is let through with what is refused alone', () => {
  const parts = fc.constantFrom(
    '<path d="M0 0"/>',
    '<g>',
    '</g>',
    '<',
    '>',
    '"',
    "'",
    '/',
    '<!--',
    '-->',
    '<?xml ',
    '?>',
    '<script>',
    ' onload="x"',
    'a',
    '<svg>',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 20 }), (inside) => {
      const text = svg(inside.join(''));
      const logo = readLogo(bytes(text));
      const seen = text.replace(/<!--(?:(?!-->)[^])*-->/gu, ' ');
      if (logo.ok) expect(seen).not.toMatch(/<script/u);
    }),
    { numRuns: 5_000 },
  );
});

test('A file of marks without end is read in the time of its length', () => {
  const began = performance.now();
  for (const mark of ['<', '<svg ', '<svg a="', ' a="b"', '<!--', '<?xml ', "a='", 'url(', '&', '<a:']) {
    readLogo(bytes(`<svg ${mark.repeat(49_000 / mark.length)}`));
  }
  expect(performance.now() - began).toBeLessThan(20_000); // far less than a second; with a rule that goes back over its steps, minutes
});
