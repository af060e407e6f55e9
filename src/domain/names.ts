/** Every name that Postroom gives or reads outside its tables: keys in the object store and files at the printer. Upper case there. */
import { base32Of } from './base32';
import { type BatchId, type BatchIdentity, batchNumberText, parseBatchId, parseBatchNumber } from './batch';
import { type Day, parseDay } from './calendar';
import { INBOUND_KINDS, type InboundKind } from './inbound-file';
import {
  type LetterId,
  type LetterToPrint,
  type Reference,
  type ServiceId,
  type Sha256,
  parseReference,
  parseServiceId,
} from './letter';
import { type Postage, classOf, postageOfClass } from './postage';
import { parseStamp, stampOf } from './stamp';

/** What names at the printer begin with unless the configuration says otherwise. */
export const DEFAULT_PREFIX = 'NOTIFY';

const SYMBOLS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** The largest multiple of 36 in a byte: higher bytes are passed over, or some symbols would come more often. */
const FAIR = 252;

/** A letter's reference from random bytes. Give 32: less than one draw in 10^21 then holds too few fair ones, and throws. */
export function referenceFrom(randomBytes: Uint8Array): Reference {
  const fair = [...randomBytes].filter((byte) => byte < FAIR).slice(0, 16);
  const reference = parseReference(fair.map((byte) => SYMBOLS[byte % SYMBOLS.length]).join(''));
  if (!reference) throw new RangeError('Too few random bytes for a reference');
  return reference;
}

export const baseNameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** Everything else in a listing is no letter. */
export const isLetterKey = (key: string): boolean => key.toUpperCase().endsWith('.PDF');

/** The rest of a name in upper case, empty when it begins otherwise. */
function afterPrefix(name: string, prefix: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith(prefix.toUpperCase()) ? upper.slice(prefix.length) : '';
}

export const incomingKeyOf = (reference: Reference): string => `incoming/${reference}.PDF`;

/** What re-creates a letter's row after a restore; only letters with a marker count as accepted. */
export const acceptedMarkerKeyOf = (day: Day, id: LetterId): string => `accepted/${day}/${id}.json`;

/** Says after a restore that the letter is not to be printed. */
export const cancelledMarkerKeyOf = (day: Day, id: LetterId): string => `cancelled/${day}/${id}.json`;

/** What a print key says of its letter. */
export interface PrintKey {
  readonly prefix?: string;
  readonly day: Day;
  readonly reference: Reference;
  readonly postage: Postage;
  /** The key keeps it to the second, in UTC. */
  readonly createdAt: Date;
}

/** The print day's folder, then duplex (D), class, colour (C). */
export const printKeyOf = ({ prefix = DEFAULT_PREFIX, day, reference, postage, createdAt }: PrintKey): string =>
  `${day}/${prefix}.${reference}.D.${classOf(postage)}.C.${stampOf(createdAt)}.PDF`.toUpperCase();

export function parsePrintKey(key: string, prefix = DEFAULT_PREFIX): Omit<PrintKey, 'prefix'> | undefined {
  const day = parseDay(key.slice(0, 10));
  const [, referenceText = '', , code = '', , stamp = ''] = afterPrefix(baseNameOf(key), prefix).split('.');
  const reference = parseReference(referenceText);
  const postage = postageOfClass(code);
  const createdAt = parseStamp(stamp);
  if (!day || !reference || !postage || !createdAt) return undefined;
  const parsed = { day, reference, postage, createdAt };
  return printKeyOf({ ...parsed, prefix }) === key.toUpperCase() ? parsed : undefined;
}

/** The text whose SHA-256 names the zip: what travels, in order. */
export const zipContentText = (letters: readonly Pick<LetterToPrint, 'id' | 'sha256'>[]): string =>
  letters.map(({ id, sha256 }) => `${id} ${sha256}\n`).join('');

const CONTENT_CHARACTERS = 20;
const CONTENT = /^[A-Z2-7]{20}$/;

/** What a zip's name says; the content is the first 100 bits of the hash over `zipContentText`. */
export interface ZipName {
  readonly day: Day;
  readonly postage: Postage;
  readonly number: number;
  readonly content: string;
  readonly serviceId: ServiceId;
}

const formatZipName = ({ day, postage, number, content, serviceId }: ZipName, prefix: string): string =>
  [prefix, day, classOf(postage), batchNumberText(number), content, serviceId, 'ZIP'].join('.').toUpperCase();

/** Holds no clock and no chance, so that a batch sent again would carry the name which the printer already knows. */
export const zipNameOf = (
  { day, postage, number, serviceId }: Omit<BatchIdentity, 'runNo'>,
  contentSha256: Sha256,
  prefix = DEFAULT_PREFIX,
): string =>
  formatZipName({ day, postage, number, content: base32Of(contentSha256, CONTENT_CHARACTERS), serviceId }, prefix);

/** In any case, since the printer's lists change it. */
export function parseZipName(name: string, prefix = DEFAULT_PREFIX): ZipName | undefined {
  const fields = afterPrefix(name, prefix).split('.');
  const [, dayText = '', code = '', numberText = '', content = '', serviceText = ''] = fields;
  const day = parseDay(dayText);
  const postage = postageOfClass(code);
  const number = parseBatchNumber(numberText);
  const serviceId = parseServiceId(serviceText.toLowerCase());
  if (!day || !postage || !number || !serviceId || !CONTENT.test(content)) return undefined;
  const parsed = { day, postage, number, content, serviceId };
  return formatZipName(parsed, prefix) === name.toUpperCase() ? parsed : undefined;
}

export const zipPrefixOf = (day: Day): string => `zips/${day}/`;

export const zipKeyOf = (day: Day, zipName: string): string => `${zipPrefixOf(day)}${zipName.toUpperCase()}`;

/** The record of a zip that was sent: a JSON list of its print keys. */
export const zipsSentKeyOf = (day: Day, zipName: string): string => `${day}/zips_sent/${zipName.toUpperCase()}.TXT`;

/** Staged files of one batch, whatever the attempt. */
export const tempPrefixOf = (batchId: BatchId): string => `.${batchId}.`;

/** New for each attempt, so that no attempt writes into another's file; hidden, so that nobody takes it for a zip. */
export const tempNameOf = (batchId: BatchId, nonce: string): string => `${tempPrefixOf(batchId)}${nonce}.part`;

export const manifestPrefixOf = (day: Day, batchId?: BatchId): string =>
  `manifests/${day}/${batchId === undefined ? '' : `${batchId}:`}`;

/** Holds batch and temp: two manifests can never overwrite each other, and a conflict shows in the listing. */
export const manifestKeyOf = (day: Day, batchId: BatchId, temp: string): string =>
  `${manifestPrefixOf(day)}${batchId}:${temp}.json`;

const MANIFEST = /^manifests\/([^/]+)\/([^/:]+):([^/]+)\.json$/;

export function parseManifestKey(key: string): { day: Day; batchId: BatchId; temp: string } | undefined {
  const [, dayText = '', batchText = '', temp = ''] = MANIFEST.exec(key) ?? [];
  const day = parseDay(dayText);
  const batch = parseBatchId(batchText);
  return day && batch && { day, batchId: batch.id, temp };
}

export const sentMarkerKeyOf = (day: Day, batchId: BatchId): string => `sent/${day}/${batchId}.json`;

/** Where the raw bytes of a printer's file are kept before anybody reads them. */
export const rawInboundKeyOf = (sha256: Sha256, name: string): string =>
  `inbound/${sha256}/${baseNameOf(name).toUpperCase()}`;

const INBOUND_SHAPES: Readonly<Record<InboundKind, RegExp>> = {
  acknowledgement: /^\.(\d{14})\.ACK\.TXT$/,
  response: /^-(\d{14})-RSP?\.TXT$/,
};

/** What a file of the printer is, by its base name; its time stamp is UTC. Undefined for every other file. */
export function parseInboundName(
  name: string,
  prefix = DEFAULT_PREFIX,
): { readonly kind: InboundKind; readonly at: Date } | undefined {
  const rest = afterPrefix(name, prefix);
  for (const kind of INBOUND_KINDS) {
    const at = parseStamp(INBOUND_SHAPES[kind].exec(rest)?.[1] ?? '');
    if (at) return { kind, at };
  }
  return undefined;
}

/** A response file that nobody printed anything for. Of the two forms it has the one that the printer does not use. */
export const fakeResponseNameOf = (at: Date, prefix = DEFAULT_PREFIX): string => `${prefix}-${stampOf(at)}-RS.TXT`;
