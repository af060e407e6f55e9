/** Connections to public addresses alone: what a name leads to is judged by the very look-up that the socket uses. */
import { type LookupAddress, promises as dns } from 'node:dns';
import { type LookupFunction, isIP } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address';

/** Thrown when a host is, or has, an address that is not of the internet; nothing was connected. */
export class AddressNotPublic extends Error {
  override readonly name = 'AddressNotPublic';
}

/** Looks up a host's addresses. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

const PATIENCE = { timeout: 2_000, tries: 2 };
const NO_SUCH: readonly string[] = ['ENODATA', 'ENOTFOUND'];

/**
 * Asks the name servers without a thread of the pool: a name whose servers are silent holds up no other look-up. Names of
 * the hosts file are unknown to it.
 */
export function resolveByServers(nameServers?: readonly string[]): Resolve {
  const resolver = new dns.Resolver(PATIENCE);
  if (nameServers) resolver.setServers(nameServers);
  const none = (error: NodeJS.ErrnoException): string[] => {
    if (NO_SUCH.includes(error.code ?? '')) return [];
    throw error;
  };
  return async (hostname) => {
    const [four, six] = await Promise.all([
      resolver.resolve4(hostname).catch(none),
      resolver.resolve6(hostname).catch(none),
    ]);
    return [...four.map((address) => ({ address, family: 4 })), ...six.map((address) => ({ address, family: 6 }))];
  };
}

/** As the machine looks names up, the hosts file included; for local use. */
const resolveLocally: Resolve = (hostname) => dns.lookup(hostname, { all: true });

/** One address that is not public refuses all: a name that mixes them was made to be mistaken. */
async function publicAddresses(hostname: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(hostname);
  if (addresses.length === 0) throw Object.assign(new Error('The name has no address'), { code: 'ENOTFOUND' });
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw new AddressNotPublic('address not public');
  return addresses;
}

const lookupWith =
  (look: Resolve): LookupFunction =>
  (hostname, { all = false }, callback) => {
    look(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (all) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family ?? 0);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, '', 0),
    );
  };

export interface ConnectOptions {
  /** For local use: any address, looked up as the machine does it. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
  /** Whom to trust instead of the usual authorities. */
  readonly ca?: string;
}

/** For undici, one connection a call; no session is kept. A host that is an address is never looked up, so it is judged first. */
export function connectChecked({ allowPrivate, resolve, ca }: ConnectOptions): buildConnector.connector {
  const find = resolve ?? (allowPrivate ? resolveLocally : resolveByServers());
  const look: Resolve = allowPrivate ? find : (hostname) => publicAddresses(hostname, find);
  const connect = buildConnector({
    lookup: lookupWith(look),
    maxCachedSessions: 0,
    allowH2: false,
    ...(ca === undefined ? {} : { ca }),
  });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (allowPrivate || isIP(host) === 0 || isPublicAddress(host)) connect(options, callback);
    else callback(new AddressNotPublic('address not public'), null);
  };
}
