import type { Protocol, Step } from './protocol';
import { type Attempt, type Flight, NEW_WORLD, type World, keyOf } from './world';

/** What may happen around the attempts. */
export interface Surroundings {
  /** The printer never forgets a name. */
  readonly printerRemembers?: boolean;
  /** A cleaner of staged files: by age, or of sent batches only. */
  readonly cleaner?: 'by age' | 'of sent batches';
  /** The server renames by link and unlink. */
  readonly linkUnlink?: boolean;
  /** An older backup of Postgres comes back: while no attempt runs, or under running ones. */
  readonly restore?: 'drained' | 'live';
  /** A request for a rename may get lost on its way. */
  readonly lossy?: boolean;
  readonly attempts?: number;
  /** An operator abandons the batch, whose letter is then claimed by another, or adopts it: as the rule of it is, or against it. */
  readonly acts?: 'by the rule' | 'abandon with an intent' | 'adopt without evidence';
}

/** A trace is the shortest way there, as words. */
export interface Findings {
  readonly states: number;
  readonly printedTwice?: string;
  readonly lost?: string;
  /** A fresh attempt, run alone to its end, does not finish the job and asks nobody. */
  readonly stuck?: string;
  /** Quiet states that wait for a person. */
  readonly parked: number;
}

type Move = readonly [label: string, world: World];

const without = <Item>(items: readonly Item[], item: Item): readonly Item[] => items.filter((other) => other !== item);

export function takeStep(protocol: Protocol, world: World, attempt: Attempt): Step {
  const step = protocol.steps[attempt.at];
  if (!step) throw new Error(`The protocol has no step ${attempt.at}`);
  return step(world, attempt);
}

const fresh = (id: number): Attempt => ({ id, at: 'start', name: 0, temp: 0, listed: [] });

/** A rename needs its source: whoever comes second changes nothing. */
function land(world: World, flight: Flight, { linkUnlink = false }: Surroundings): World {
  const flights = without(world.flights, flight);
  const { temp, name } = flight;
  if (!world.temps.includes(temp)) return { ...world, flights };
  const finals = world.finals.includes(name) ? world.finals : [...world.finals, name];
  if (!linkUnlink) return { ...world, flights, finals, temps: without(world.temps, temp) };
  if (flight.linked) return { ...world, flights, temps: without(world.temps, temp) };
  if (world.finals.includes(name)) return { ...world, flights };
  return { ...world, finals, flights: [...flights, { ...flight, linked: true }] };
}

function take(world: World, name: number, { printerRemembers = false }: Surroundings): World {
  const finals = without(world.finals, name);
  const known = world.seen.includes(name);
  if (known && printerRemembers) return { ...world, finals };
  const seen = known ? world.seen : [...world.seen, name];
  return { ...world, finals, seen, printed: Math.min(world.printed + 1, 2) };
}

function* attemptMoves(protocol: Protocol, world: World): Generator<Move> {
  for (const attempt of world.attempts) {
    const others = without(world.attempts, attempt);
    yield [`${attempt.id} dies`, { ...world, attempts: others }];
    const underway = world.flights.some((flight) => flight.attempt === attempt.id);
    if (attempt.at === protocol.awaitsReply && underway) continue;
    const { world: after, next, label } = takeStep(protocol, world, attempt);
    yield [`${attempt.id} ${label}`, { ...after, attempts: next ? [...others, next] : others }];
  }
}

function* printerMoves(world: World, around: Surroundings): Generator<Move> {
  for (const flight of world.flights) {
    yield [`rename of t${flight.temp} lands`, land(world, flight, around)];
    const mayVanish = around.lossy ?? flight.linked;
    if (mayVanish) yield [`rename of t${flight.temp} is lost`, { ...world, flights: without(world.flights, flight) }];
  }
  for (const name of world.finals) yield [`printer takes N${name}`, take(world, name, around)];
  if (!around.cleaner || (around.cleaner === 'of sent batches' && !world.row.published)) return;
  for (const temp of world.temps) {
    if (temp !== world.row.temp) yield [`cleaner takes t${temp}`, { ...world, temps: without(world.temps, temp) }];
  }
}

function* otherMoves(protocol: Protocol, world: World, { attempts = 3, restore }: Surroundings): Generator<Move> {
  if (world.started < attempts && (!world.row.published || world.restored)) {
    const id = world.started + 1;
    yield [`${id} starts`, { ...world, started: id, attempts: [...world.attempts, fresh(id)] }];
    for (let temp = 1; protocol.resumes !== undefined && temp < id; temp += 1) {
      const resuming = { ...fresh(id), at: protocol.resumes, temp };
      yield [`${id} starts with t${temp}`, { ...world, started: id, attempts: [...world.attempts, resuming] }];
    }
  }
  if (!restore) return;
  if (!world.backup) yield ['backup', { ...world, backup: world.row }];
  else if (!world.restored && (restore === 'live' || isQuiet(world))) {
    const nextName = world.backup.name === 0 ? 2 : world.nextName;
    yield ['RESTORE', { ...world, row: world.backup, restored: true, nextName }];
  }
}

/** The domain's `whyNot`, in the words of this world; that a batch stands still is not asked here, so that more is explored. */
function* operatorMoves(world: World, { acts }: Surroundings): Generator<Move> {
  const { name, temp, published } = world.row;
  if (!acts || world.acted || name === 0 || published) return;
  const told = world.manifests.some((manifest) => manifest.name === name);
  if (acts === 'abandon with an intent' || (temp === 0 && !told)) {
    const nextName = Math.max(world.nextName, name) + 1;
    yield [`N${name} is abandoned`, { ...world, acted: true, row: NEW_WORLD.row, nextName }];
  }
  const evident = world.printed > 0 || world.finals.length > 0;
  if (acts === 'adopt without evidence' || evident) {
    yield [`N${name} is adopted`, { ...world, acted: true, row: { ...world.row, published: true } }];
  }
}

const isQuiet = (world: World): boolean => world.attempts.length === 0 && world.flights.length === 0;

function isLost(protocol: Protocol, world: World): boolean {
  if (!world.row.published || world.printed > 0 || world.finals.length > 0) return false;
  const mayLand = world.flights.some(({ temp }) => world.temps.includes(temp));
  return !mayLand && world.attempts.every(({ at }) => at === protocol.records);
}

/** From a quiet world: an attempt alone, then another should it have cleared the way; its renames land at once. */
function finishesAlone(protocol: Protocol, quiet: World, around: Surroundings): 'yes' | 'parked' | 'no' {
  let world = quiet;
  for (let id = 7; id <= 9; id += 1) {
    let attempt: Attempt | undefined = fresh(id);
    while (attempt) {
      const step: Step = takeStep(protocol, world, attempt);
      if (step.parked) return 'parked';
      world = step.world;
      while (world.flights[0]) world = land(world, world.flights[0], around);
      attempt = step.next;
    }
    if (world.row.published) break;
  }
  for (const name of world.finals) world = take(world, name, around);
  return world.row.published && world.printed === 1 ? 'yes' : 'no';
}

/** Every world that was reached, each with the shortest way there. */
function createJourney() {
  const cameFrom = new Map<string, readonly [key: string, label: string]>();
  const queue: (readonly [key: string, world: World])[] = [];
  return {
    queue,
    reach: (world: World, from: string, label: string): void => {
      const key = keyOf(world);
      if (cameFrom.has(key)) return;
      cameFrom.set(key, [from, label]);
      queue.push([key, world]);
    },
    traceOf: (last: string): string => {
      const labels: string[] = [];
      for (let key = last; key !== ''; ) {
        const [from, label] = cameFrom.get(key) ?? ['', ''];
        labels.push(label);
        key = from;
      }
      return labels.reverse().join(' > ');
    },
  };
}

/** Explores every order of events, breadth first; with `stopAtFirst` only until the letter is printed twice or lost. */
export function explore(protocol: Protocol, around: Surroundings, { stopAtFirst = false } = {}): Findings {
  const found: { -readonly [Name in keyof Findings]: Findings[Name] } = { states: 0, parked: 0 };
  const { queue, reach, traceOf } = createJourney();
  reach(NEW_WORLD, '', 'start');
  for (let next = queue[0]; next; next = queue[found.states]) {
    const [key, world] = next;
    found.states += 1;
    if (world.printed > 1) found.printedTwice ??= traceOf(key);
    if (isLost(protocol, world)) found.lost ??= traceOf(key);
    if (stopAtFirst && (found.printedTwice ?? found.lost)) return found;
    if (isQuiet(world) && world.printed < 2) {
      const finish = finishesAlone(protocol, world, around);
      if (finish === 'parked') found.parked += 1;
      if (finish === 'no') found.stuck ??= traceOf(key);
    }
    for (const [label, after] of attemptMoves(protocol, world)) reach(after, key, label);
    for (const [label, after] of printerMoves(world, around)) reach(after, key, label);
    for (const [label, after] of operatorMoves(world, around)) reach(after, key, label);
    for (const [label, after] of otherMoves(protocol, world, around)) reach(after, key, label);
  }
  return found;
}
