import { z } from 'zod';
import { type Day, parseDay } from '../../domain/calendar';
import { parseCutOff } from '../../domain/manual-run';
import { readPrintDay } from '../../operations/read-print-day';
import { planPrintRun } from '../../operations/plan-print-run';
import { RunNotStarted, startPrintRun } from '../../operations/start-print-run';
import { viewRun } from '../../operations/views';
import { SMALL_BODY_BYTES, readJson } from '../body';
import type { ApiDependencies } from '../dependencies';
import { conflict, invalid, unavailable } from '../errors';
import type { Exchange, Route } from '../route';
import { parseBody, parsed, reason } from '../schema';
import { sendJson } from '../send';

const PATH = '/operations/print-runs';

export const startOrder = z.strictObject({
  day: parsed<Day>(parseDay, 'is not a day: give YYYY-MM-DD').optional(),
  cut_off: parsed(parseCutOff, 'is neither "now" nor an instant such as 2026-01-05T17:30:00Z').optional(),
  reason,
});

export const cutQuery = startOrder.pick({ cut_off: true });

const createStart =
  (deps: ApiDependencies) =>
  async ({ request, response, operator }: Exchange & { operator: string }): Promise<void> => {
    const {
      day,
      cut_off: cutOff,
      reason: why,
    } = parseBody(startOrder, await readJson(request, response, SMALL_BODY_BYTES));
    const started = await startPrintRun({ day, cutOff, actor: operator, reason: why }, deps).catch((error: unknown) => {
      throw error instanceof RunNotStarted ? unavailable('RunNotStarted', error.message) : error;
    });
    if (started.kind === 'refused') throw conflict('PrintRunRefused', started.message);
    sendJson(response, { status: started.kind === 'started' ? 201 : 200, body: viewRun(started.run) });
  };

const createShow =
  (deps: ApiDependencies) =>
  async ({ request, response }: Exchange): Promise<void> => {
    const day = parseDay(String(request.params['day']));
    if (!day) throw invalid('day is not a day: give YYYY-MM-DD');
    sendJson(response, { status: 200, body: await readPrintDay(day, deps) });
  };

const createPlan =
  (deps: ApiDependencies) =>
  async ({ request, response }: Exchange): Promise<void> => {
    const day = parseDay(String(request.params['day']));
    if (!day) throw invalid('day is not a day: give YYYY-MM-DD');
    const { cut_off: cutOff } = parseBody(cutQuery, request.query);
    const planned = await planPrintRun({ day, cutOff }, deps);
    if (planned.kind === 'refused') throw conflict('PrintRunRefused', planned.why);
    sendJson(response, { status: 200, body: planned.view });
  };

export const printRunRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'POST', path: PATH, access: 'operator', handle: createStart(deps) },
  { method: 'GET', path: `${PATH}/:day`, access: 'operator', handle: createShow(deps) },
  { method: 'GET', path: `${PATH}/:day/plan`, access: 'operator', handle: createPlan(deps) },
];
