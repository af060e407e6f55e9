import type { Readable } from 'node:stream';
import { type NewInboundFile, isLost } from '../../domain/inbound-file';
import { rawInboundKeyOf } from '../../domain/names';
import type { ActivityDependencies } from '../dependencies';
import { type Digest, measured } from '../digest';
import type { Progress } from '../progress';
import { bringBack } from './lost-files';
import { nameReused } from './inbound-tickets';

/** Where a file of any size lies; it can be read more than once. */
export interface RawSource {
  readonly name: string;
  readonly source: NewInboundFile['source'];
  read<Value>(take: (body: Readable) => Promise<Value>): Promise<Value>;
}

export interface RawDigest extends Digest {
  /** The last byte; undefined for an empty file. */
  readonly last: number | undefined;
}

/** Reads a file to its end for its digest alone. */
export const rawDigestOf = (raw: RawSource, progress: Progress): Promise<RawDigest> =>
  raw.read(async (body) => {
    const { stream, digest } = measured(body, progress.bytes);
    let last: number | undefined;
    for await (const chunk of stream as AsyncIterable<Buffer>) last = chunk.at(-1);
    return { ...digest(), last };
  });

type Dependencies = Pick<ActivityDependencies, 'objects' | 'inbound' | 'tickets' | 'clock'>;

/**
 * Keeps the raw bytes of a file before anybody reads them, then registers it. The hash comes first, since it names the
 * place: a file is read twice rather than held. One that has changed between the two is not kept, and this throws. A
 * known file is kept no second time, unless its raw bytes were lost.
 */
export const createKeepRaw =
  ({ objects, inbound, tickets, clock }: Dependencies) =>
  async (raw: RawSource, { sha256, bytes }: RawDigest, progress: Progress): Promise<void> => {
    const known = await inbound.find(sha256);
    if (known && !isLost(known)) return;
    const { name, source } = raw;
    const rawKey = known?.rawKey ?? rawInboundKeyOf(sha256, name);
    await raw.read((body) => objects.putKnown(rawKey, measured(body, progress.bytes).stream, 'text/plain', sha256));
    if (known) return bringBack({ inbound, tickets }, sha256);
    const receivedAt = clock.now();
    const { sameNameOtherBytes } = await inbound.register({ sha256, name, bytes, rawKey, source, receivedAt });
    if (sameNameOtherBytes) await tickets.raise(nameReused({ name, sha256 }));
  };

const LARGEST_ANSWER = 100;

/** Every registered file that waits to be applied, also one of an earlier poll whose workflow never started; at most 100. */
export const waitingFiles = async (inbound: Pick<ActivityDependencies['inbound'], 'unfinished'>) =>
  (await inbound.unfinished(LARGEST_ANSWER)).map(({ sha256 }) => sha256);
