/** Everything one letter's publishing touches. Any letter and any batch look like this one. */
export interface World {
  /** The batch's row in Postgres; 0 means none. */
  row: Row;
  /** A backup of the row that may be restored once. */
  backup: Row | null;
  restored: boolean;
  /** How a batch claimed next is named: after a restore the letters are grouped anew. */
  nextName: number;
  /** In the object store: each says that a batch is published from a staged file. */
  manifests: readonly Manifest[];
  /** Files in the printer's staging folder. */
  temps: readonly number[];
  /** Files under their final names, which the printer may take at any moment. */
  finals: readonly number[];
  /** Renames asked for that have not landed; they may do so long after their attempt has died. */
  flights: readonly Flight[];
  /** How often the letter was printed; more than 2 is the same disaster. */
  printed: number;
  /** Names the printer has seen. */
  seen: readonly number[];
  /** Attempts under way; those that ended or crashed are gone. */
  attempts: readonly Attempt[];
  started: number;
  /** An operator has abandoned or adopted the batch; once is enough to explore. */
  acted: boolean;
}

export interface Row {
  readonly name: number;
  readonly temp: number;
  readonly issued: boolean;
  readonly published: boolean;
}

export interface Manifest {
  readonly name: number;
  readonly temp: number;
}

export interface Flight {
  readonly temp: number;
  readonly name: number;
  readonly attempt: number;
  /** Of a rename done as link + unlink, only the link has happened. */
  readonly linked: boolean;
}

export interface Attempt {
  readonly id: number;
  /** The step it takes next. */
  readonly at: string;
  readonly name: number;
  readonly temp: number;
  /** What its look at the manifests found. */
  readonly listed: readonly Manifest[];
}

export const NEW_WORLD: World = {
  row: { name: 0, temp: 0, issued: false, published: false },
  backup: null,
  restored: false,
  nextName: 1,
  manifests: [],
  temps: [],
  finals: [],
  flights: [],
  printed: 0,
  seen: [],
  attempts: [],
  started: 0,
  acted: false,
};

export const sameManifest = (one: Manifest, other: Manifest): boolean =>
  one.name === other.name && one.temp === other.temp;

export const withManifest = (world: World, manifest: Manifest): World =>
  world.manifests.some((known) => sameManifest(known, manifest))
    ? world
    : { ...world, manifests: [...world.manifests, manifest] };

const bit = (flag: boolean): number => (flag ? 1 : 0);
const rowKey = ({ name, temp, issued, published }: Row): string => `${name}${temp}${bit(issued)}${bit(published)}`;
const manifestKey = ({ name, temp }: Manifest): string => `${name}:${temp} `;
const flightKey = ({ temp, name, attempt, linked }: Flight): string => `${temp}${name}${attempt}${bit(linked)} `;
const attemptKey = ({ id, at, name, temp, listed }: Attempt): string =>
  `${id}${at}${name}${temp}(${setKey(listed, manifestKey)}) `;

/** Sets are kept as lists in any order. */
function setKey<Item>(items: readonly Item[], keyOfItem: (item: Item) => string | number): string {
  if (items.length === 0) return '';
  if (items.length === 1) return String(keyOfItem(items[0] as Item));
  return items.map(keyOfItem).sort().join('');
}

const itself = (number: number): number => number;

/** Two worlds with one key have the same future. */
export const keyOf = (world: World): string =>
  `${rowKey(world.row)}|${world.backup ? rowKey(world.backup) : ''}|${bit(world.restored)}${world.nextName}` +
  `|${setKey(world.manifests, manifestKey)}|${setKey(world.temps, itself)}|${setKey(world.finals, itself)}` +
  `|${setKey(world.flights, flightKey)}|${world.printed}|${setKey(world.seen, itself)}` +
  `|${setKey(world.attempts, attemptKey)}|${world.started}${bit(world.acted)}`;
