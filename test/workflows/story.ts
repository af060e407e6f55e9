import { randomUUID } from 'node:crypto';
import type { Activities, BatchSnapshot, CheckResult, LookResult } from '../../src/contract';
import { type BatchId, type BatchState, batchIdOf, parseBatchId } from '../../src/domain/batch';
import { type Day, parseDay } from '../../src/domain/calendar';
import { type ServiceId, type Sha256, parseServiceId, parseSha256 } from '../../src/domain/letter';
import { type StoredAct, actOnRow } from './story-acts';

type Mutable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };
export type Row = Mutable<BatchSnapshot>;
type Name = keyof Activities;
type Input<Of extends Name> = Parameters<Activities[Of]>;
type Outcome<Of extends Name> = Awaited<ReturnType<Activities[Of]>>;
type Effects = { readonly [Of in Name]: (...input: Input<Of>) => Outcome<Of> };
/** Runs before a fake's own effect; what it answers, if anything, is the activity's outcome instead. */
type Hook<Of extends Name> = (...input: Input<Of>) => Outcome<Of> | undefined | Promise<Outcome<Of> | undefined>;

export const DAY = parseDay('2026-07-01') as Day;
/** 16:30 London on the working day after. */
export const DUE_AT = '2099-07-02T15:30:00.000Z';
export const aServiceId = () => parseServiceId(randomUUID()) as ServiceId;
export const aSha256 = () => parseSha256(randomUUID().replaceAll('-', '').repeat(2)) as Sha256;

export const aBatchId = ({ number = 1, runNo = 1, serviceId = aServiceId() } = {}): BatchId =>
  batchIdOf({ day: DAY, runNo, postage: 'first', number, serviceId });

/** A world in memory: rows of batches, one print run, the printer's files; and what was asked of it, in order. */
export function createStory() {
  const rows = new Map<BatchId, Row>();
  const tickets = new Map<string, string>();
  const closedTickets: string[] = [];
  const acts: StoredAct[] = [];
  const calls: { readonly name: Name; readonly input: unknown }[] = [];
  const standing: (() => void)[] = [];
  const hooks = new Map<Name, (...input: never[]) => unknown>();
  const run = {
    owner: undefined as string | undefined,
    scheduledAt: undefined as string | undefined,
    preparing: [] as number[],
    claimed: [] as BatchId[],
    pageSize: 50,
    leftBehind: 0,
  };
  const files = { waiting: [] as Sha256[], lines: 3, refused: undefined as string | undefined };
  const check = { result: { kind: 'clear' } as CheckResult, look: { opened: 1, closed: 1 } as LookResult };

  function row(batchId: BatchId): Row {
    const found = rows.get(batchId);
    if (!found) throw new Error(`no row ${batchId}`);
    return found;
  }
  const snapshot = (batchId: BatchId): BatchSnapshot => ({ ...row(batchId) });
  const move = (batchId: BatchId, state: BatchState) => Object.assign(row(batchId), { state });

  function settle(batchId: BatchId): BatchSnapshot {
    const batch = row(batchId);
    if (batch.state === 'sent' && batch.acknowledgedAt !== null) batch.state = 'acknowledged';
    if (['sent', 'acknowledged'].includes(batch.state) && batch.outstanding === 0) batch.state = 'answered';
    return snapshot(batchId);
  }

  const effects: Effects = {
    openRun: ({ scheduledAt, owner }) => {
      run.scheduledAt = scheduledAt;
      run.owner ??= owner;
      return { kind: run.owner === owner ? 'own' : 'other', day: DAY, runNo: 1 };
    },
    countPreparing: () => run.preparing.shift() ?? 0,
    claimBatches: ({ afterPosition }) => {
      const batchIds = run.claimed.slice(afterPosition, afterPosition + run.pageSize);
      return { batchIds, lastPosition: afterPosition + batchIds.length };
    },
    finishRun: () => {
      const letters = run.claimed.reduce((sum, id) => sum + row(id).letters, 0);
      return { batches: run.claimed.length, letters, leftBehind: run.leftBehind };
    },
    openBatches: ({ after }) => {
      const open = [...rows.values()].filter(({ state }) => !['closed', 'empty', 'abandoned'].includes(state));
      const ids = open.map(({ batchId }) => batchId).sort();
      return ids.filter((id) => after === null || id > after).slice(0, run.pageSize);
    },
    readBatch: ({ batchId }) => snapshot(batchId),
    sealBatch: ({ batchId }) => {
      Object.assign(row(batchId), { state: 'sealed', zipName: `NOTIFY.${batchId}.ZIP`.toUpperCase() });
      return { kind: 'sealed' };
    },
    uploadTemp: ({ batchId }) => {
      move(batchId, 'uploaded');
      return { kind: 'uploaded', temp: `.${batchId}.1.part` };
    },
    publishTemp: ({ batchId }) => {
      Object.assign(row(batchId), { state: 'published', publishedAt: '2026-07-01T16:52:00.000Z', dueAt: DUE_AT });
      return { kind: 'published' };
    },
    markSending: ({ batchId }) => {
      const batch = move(batchId, 'sent');
      batch.outstanding = batch.letters;
      return { kind: 'sent' };
    },
    cleanTemps: () => undefined,
    settleBatch: ({ batchId }) => settle(batchId),
    closeBatch: ({ batchId }) => {
      settle(batchId);
      move(batchId, 'closed');
      return snapshot(batchId);
    },
    actOnBatch: (input) => actOnRow(row(input.batchId), acts, input),
    raiseBatchTicket: ({ batchId, kind, detail, reason }) => {
      if (reason && rows.has(batchId)) row(batchId).parkedReason = reason;
      tickets.set(`${kind}:${batchId}`, detail);
    },
    resolveBatchTicket: ({ batchId, kind }) => {
      if (kind === 'batch-parked') row(batchId).parkedReason = null;
      if (tickets.delete(`${kind}:${batchId}`)) closedTickets.push(`${kind}:${batchId}`);
    },
    readInboundFile: () =>
      files.refused === undefined
        ? { kind: 'readable', file: 'response', lines: files.lines }
        : { kind: 'refused', reason: files.refused },
    applyInboundFile: () => ({ counts: { delivered: files.lines - 1, failed: 1 } }),
    reportInboundFile: () => undefined,
    hintBatches: () => undefined,
    retryUnapplied: () => ({ tried: 0, applied: 0, more: false }),
    lookForCallbacks: () => ({ pages: 0, waitMs: null }),
    sendCallbacks: () => ({ delivered: 1, failed: 0, exhausted: 0 }),
    sendVolumes: () => ({ sent: 0 }),
    pollPrinter: () => ({ files: files.waiting }),
    pollResponses: () => ({ files: files.waiting }),
    raisePollTicket: ({ source, minutes }) => {
      tickets.set(`poll-failing:${source}`, `${minutes} minutes`);
    },
    checkDeadline: () => check.result,
    checkAcknowledgements: () => check.result,
    checkStillCreated: () => check.look,
    checkPreparing: () => check.look,
    checkTechnicalFailures: () => check.look,
    checkRunStarted: () => check.look,
    checkCalendar: () => check.look,
    closeTickets: () => check.look,
    restartLost: () => ({ batches: 2, drains: 1 }),
    deliverTickets: () => ({ delivered: 3, failed: 1 }),
    eraseLetters: () => ({ letters: 5 }),
    eraseZips: () => ({ zips: 2 }),
    prepareLetters: () => ({ prepared: 0, more: false }),
  };

  function told<Of extends Name>(name: Of): Activities[Of] {
    const effect = effects[name] as (...input: unknown[]) => unknown;
    return (async (...input: never[]) => {
      calls.push({ name, input: input[0] });
      return (await hooks.get(name)?.(...input)) ?? effect(...input);
    }) as unknown as Activities[Of];
  }

  return {
    activities: Object.fromEntries(
      (Object.keys(effects) as Name[]).map((name) => [name, told(name)]),
    ) as unknown as Activities,
    rows,
    row,
    tickets,
    closedTickets,
    acts,
    run,
    files,
    check,
    /** Adds a row as it stands after its claim, or further on. */
    addBatch(changes: Partial<Row> = {}): BatchId {
      const batchId = changes.batchId ?? aBatchId();
      const claimed: Row = {
        batchId,
        serviceId: parseBatchId(batchId)?.serviceId ?? '',
        day: DAY,
        state: 'claimed',
        held: false,
        parkedReason: null,
        letters: 212,
        bytes: 13_400_000,
        zipName: null,
        publishedAt: null,
        acknowledgedAt: null,
        outstanding: 0,
        dueAt: null,
      };
      rows.set(batchId, { ...claimed, ...changes });
      return batchId;
    },
    acknowledge: (batchId: BatchId) => void (row(batchId).acknowledgedAt = '2026-07-01T17:10:00.000Z'),
    answer: (batchId: BatchId, letters = row(batchId).outstanding) => void (row(batchId).outstanding -= letters),
    interrupt<Of extends Name>(name: Of, hook: Hook<Of>): void {
      hooks.set(name, hook);
    },
    /** The next call of the activity stands still until it is let go. */
    pauseAt(name: Name) {
      let letGo = () => {};
      let arrive = () => {};
      const released = new Promise<void>((resolve) => (letGo = resolve));
      const arrived = new Promise<void>((resolve) => (arrive = resolve));
      hooks.set(name, async () => {
        hooks.delete(name);
        arrive();
        await released;
      });
      standing.push(letGo);
      return { arrived, letGo };
    },
    letAllGo() {
      for (const letGo of standing) letGo();
    },
    letGo: (name: Name) => void hooks.delete(name),
    called: (name: Name) => calls.filter((call) => call.name === name),
    names: () => calls.map(({ name }) => name),
  };
}

export type Story = ReturnType<typeof createStory>;
