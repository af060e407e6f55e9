import { PDFDict, PDFName, type PDFObject, PDFRawStream } from '@cantoo/pdf-lib';
import { unpackedBytes } from './packing';
import { type CodesOf, codesOfFont } from './codes-of-font';
import { type Operation, operationsIn } from './operations-in';

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What a page or a form draws, and how it is to be changed. */
export interface DrawnContent {
  /** One byte a character. */
  readonly text: string;
  readonly operations: readonly Operation[];
  readonly resources: PDFDict | undefined;
  /** In the order of their places. */
  readonly edits: Edit[];
  /** Forms that it draws, by their names in its resources. */
  readonly forms: Map<PDFName, DrawnForm>;
  /** How often it is drawn. */
  times: number;
}

export interface DrawnForm extends DrawnContent {
  readonly stream: PDFRawStream;
}

const [FORM, FONT, PROPERTIES, X_OBJECT] = ['Form', 'Font', 'Properties', 'XObject'].map((word) => PDFName.of(word));

export const contentWith = (bytes: Uint8Array, resources: PDFDict | undefined): DrawnContent => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return { text, operations: [...operationsIn(text)], resources, edits: [], forms: new Map(), times: 0 };
};

function resource({ resources }: DrawnContent, kind: PDFName | undefined, name: PDFName): PDFObject | undefined {
  const list = kind && resources?.lookup(kind);
  return list instanceof PDFDict ? list.lookup(name) : undefined;
}

/** The last operand where it is a name. */
export function nameIn({ text }: DrawnContent, { from, at }: Operation): PDFName | undefined {
  const [, word] = /\/([^\0\t\n\f\r ()<>[\]{}/%]*)[^/]*$/.exec(text.slice(from, at)) ?? [];
  return word === undefined ? undefined : PDFName.of(word);
}

/** Remembers what was looked at once: fonts and forms are used again and again. */
export interface Known {
  readonly fonts: Map<PDFDict, CodesOf | undefined>;
  readonly forms: Map<PDFRawStream, DrawnForm>;
}

export function fontOf(content: DrawnContent, name: PDFName, { fonts }: Known): CodesOf | undefined {
  const font = resource(content, FONT, name);
  if (!(font instanceof PDFDict)) return undefined;
  if (!fonts.has(font)) fonts.set(font, codesOfFont(font));
  return fonts.get(font);
}

/** Whether the properties of a mark are in the resources, and what they say. */
export const propertiesOf = (content: DrawnContent, name: PDFName): PDFObject | undefined =>
  resource(content, PROPERTIES, name);

/** A form that a content draws; undefined for a picture. One without resources has those of whoever draws it. */
export function formOf(content: DrawnContent, name: PDFName, { forms }: Known): DrawnForm | undefined {
  const stream = resource(content, X_OBJECT, name);
  if (!(stream instanceof PDFRawStream) || stream.dict.lookup(PDFName.of('Subtype')) !== FORM) return undefined;
  const own = stream.dict.lookup(PDFName.of('Resources'));
  const known = forms.get(stream);
  const resources = own instanceof PDFDict ? own : content.resources;
  const form = known ?? { ...contentWith(unpackedBytes(stream), resources), stream };
  forms.set(stream, form);
  content.forms.set(name, form);
  return form;
}
