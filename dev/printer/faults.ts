import type { Fault, Struck } from './controls';
import type { Request } from './sftp-packets';

/** The planned faults and what has become of them. */
export interface FaultBook {
  /** Replaces the plan; counts start anew. */
  plan(faults: readonly Fault[]): void;
  /** The fault that strikes this request, if any. `upload` names the open file of a write, over all connections. */
  strike(request: Request, file: string | null, upload: string): Fault | undefined;
  readonly struck: readonly Struck[];
}

interface Planned {
  readonly fault: Fault;
  left: number;
  /** A write fault stays on the upload it has struck: a full disk is full for the next write too. */
  readonly uploads: Set<string>;
}

export function createFaultBook(): FaultBook {
  let planned: Planned[] = [];
  const struck: Struck[] = [];

  const strikes = (plan: Planned, request: Request, file: string | null, upload: string): boolean => {
    const { on, atByte = 0, file: part } = plan.fault;
    if (on !== request.kind || (part !== undefined && !file?.includes(part))) return false;
    if (on !== 'write') return plan.left > 0;
    return request.offset + request.length >= atByte && (plan.uploads.has(upload) || plan.left > 0);
  };

  return {
    plan: (faults) => {
      planned = faults.map((fault) => ({
        fault,
        left: fault.times === null ? Infinity : (fault.times ?? 1),
        uploads: new Set(),
      }));
    },
    strike: (request, file, upload) => {
      const plan = planned.find((one) => strikes(one, request, file, upload));
      if (!plan) return undefined;
      if (!plan.uploads.has(upload)) {
        plan.left -= 1;
        if (request.kind === 'write') plan.uploads.add(upload);
        struck.push({ on: request.kind, act: plan.fault.act, file });
      }
      return plan.fault;
    },
    struck,
  };
}
