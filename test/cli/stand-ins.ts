import type { RecordedAct } from '../../src/domain/batch-acts';
import type { ServiceId, Sha256 } from '../../src/domain/letter';
import type { PrintRun } from '../../src/domain/print-run';
import type { Printer, ScheduleStatus, Schedules, Workflows } from '../../src/ports';

export interface Recorder {
  readonly workflows: Workflows;
  readonly schedules: Schedules;
  readonly states: Map<string, ScheduleStatus>;
  readonly runs: PrintRun[];
  readonly told: RecordedAct[];
  readonly files: Sha256[];
  readonly checks: string[];
  /** Services whose callbacks were hinted. */
  readonly hinted: ServiceId[];
  available: boolean;
}

const AWAY = new Error('Temporal does not answer');

function turn(states: Map<string, ScheduleStatus>, paused: boolean) {
  return (id: string, note: string): Promise<boolean> => {
    const state = states.get(id);
    if (state) states.set(id, { ...state, paused, note });
    return Promise.resolve(state !== undefined);
  };
}

/** Remembers what Temporal would have been asked to do. */
export function recordTemporal(): Recorder {
  const states = new Map<string, ScheduleStatus>();
  const recorded = {
    runs: [] as PrintRun[],
    told: [] as RecordedAct[],
    files: [] as Sha256[],
    checks: [] as string[],
    hinted: [] as ServiceId[],
  };
  const check = (name: string) => (at: Date) => {
    recorded.checks.push(`${name} ${at.toISOString()}`);
    return Promise.resolve({ kind: 'clear' });
  };
  const recorder: Recorder = {
    ...recorded,
    states,
    available: true,
    workflows: {
      hintPrepare: () => undefined,
      ensurePrepareDrains: () => Promise.resolve(),
      startRun: (run) => (recorder.available ? Promise.resolve(void recorded.runs.push(run)) : Promise.reject(AWAY)),
      startInboundFile: (sha256) => Promise.resolve(void recorded.files.push(sha256)),
      hintBatches: () => Promise.resolve(),
      hintCallbacks: (ids) => Promise.resolve(void recorded.hinted.push(...ids)),
      tellBatch: (act) => (recorder.available ? Promise.resolve(void recorded.told.push(act)) : Promise.reject(AWAY)),
      runDeadlineCheck: check('deadline'),
      runAcknowledgementCheck: check('acknowledgement'),
      runStuckCheck: check('stuck'),
      runRetention: check('retention'),
      restartBatches: () => Promise.resolve([]),
      restartPrepareDrains: () => Promise.resolve(0),
      restartCallbackDrains: () => Promise.resolve(0),
      stageOfBatch: () => Promise.resolve(undefined),
      healthy: () => Promise.resolve(true),
    },
    schedules: {
      ensure: () => {
        states.set('print-run', { id: 'print-run', paused: false, note: null, lastAt: null, nextAt: new Date(0) });
        return Promise.resolve([{ id: 'print-run', outcome: 'created' }]);
      },
      list: () => Promise.resolve([...states.values()]),
      pause: turn(states, true),
      resume: turn(states, false),
      trigger: () => Promise.resolve(true),
    },
  };
  return recorder;
}

const unused = () => Promise.reject(new Error('the command line does not ask for this'));

/** A printer that only lets itself be probed. */
export const silentPrinter = (): Printer => ({
  probe: () =>
    Promise.resolve({ hostKeyFingerprint: 'SHA256:x', posixRename: true, fsync: false, stagingFolder: true }),
  upload: unused,
  statTemp: unused,
  publish: unused,
  listTemps: unused,
  removeTemp: unused,
  listOutbox: unused,
  read: unused,
  close: () => Promise.resolve(),
});
