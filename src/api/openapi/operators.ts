import { z } from 'zod';
import { BATCH_ACTS, type BatchAct } from '../../domain/batch-acts';
import { evidence, why } from '../routes/batches';
import { liftOrder, placeOrder } from '../routes/holds';
import { cutQuery, startOrder } from '../routes/print-runs';
import type { Description } from './describe';

const RUNS = '/operations/print-runs';
const BATCH = '/operations/batches/{id}';
const HOLDS = '/operations/holds';
const day = z.object({ day: z.iso.date().meta({ description: 'A print day' }) });
const batchId = z.object({ id: z.string().meta({ description: "A batch's id" }) });
const letterTerm = z.object({ term: z.string().meta({ description: 'An id, or our reference' }) });
const NO_SUCH_BATCH = 'There is no such batch.';

const ACTS: Readonly<Record<BatchAct, string>> = {
  hold: 'Holds a batch before it is zipped or sent',
  release: 'Lets a held batch go on',
  retry: 'Tries the step again at which a batch is parked',
  adopt: 'Counts a batch as published, on evidence',
  abandon: 'Gives a batch up; its letters can be claimed again',
};

const actOn = (act: BatchAct): Description => ({
  method: 'POST',
  path: `${BATCH}/${act}`,
  access: 'operator',
  id: `${act}Batch`,
  summary: ACTS[act],
  parameters: { path: batchId },
  body: { schema: act === 'adopt' ? evidence : why },
  success: {
    200: { says: 'Done, and its workflow knows.' },
    202: { says: 'Done; its workflow could not be told and is told by the stuck check.' },
  },
  refusals: { 400: 'The reason is missing.', 404: NO_SUCH_BATCH, 409: 'Not in this state; the message says why.' },
});

export const OPERATOR_ROUTES: readonly Description[] = [
  {
    method: 'POST',
    path: RUNS,
    access: 'operator',
    id: 'startPrintRun',
    summary: 'Starts a further print run',
    body: { schema: startOrder },
    success: { 201: { says: 'Started.' }, 200: { says: 'It had been started before.' } },
    refusals: { 400: 'The order is not right.', 409: 'The cut-off lies ahead.', 503: 'Temporal does not answer.' },
  },
  {
    method: 'GET',
    path: `${RUNS}/{day}`,
    access: 'operator',
    id: 'showPrintDay',
    summary: "Shows a day's print runs, their batches and volumes",
    parameters: { path: day },
    success: { 200: { says: 'The day.' } },
    refusals: { 400: 'That is no day.' },
  },
  {
    method: 'GET',
    path: `${RUNS}/{day}/plan`,
    access: 'operator',
    id: 'planPrintRun',
    summary: 'Shows what a run would do now, and why it would leave the rest',
    parameters: { path: day, query: cutQuery },
    success: { 200: { says: 'The plan; nothing is written.' } },
    refusals: { 400: 'The day or the cut-off is not right.', 409: 'There is nothing to plan.' },
  },
  {
    method: 'GET',
    path: BATCH,
    access: 'operator',
    id: 'showBatch',
    summary: 'Shows a batch and what operators did to it',
    parameters: { path: batchId },
    success: { 200: { says: 'The batch.' } },
    refusals: { 404: NO_SUCH_BATCH },
  },
  ...BATCH_ACTS.map(actOn),
  {
    method: 'GET',
    path: HOLDS,
    access: 'operator',
    id: 'listHolds',
    summary: 'Lists the holds that stand',
    success: { 200: { says: 'The holds.' } },
  },
  {
    method: 'POST',
    path: HOLDS,
    access: 'operator',
    id: 'placeHold',
    summary: 'Keeps letters of a service, of a postage class or of both from being claimed',
    body: { schema: placeOrder },
    success: { 201: { says: 'Placed.' }, 200: { says: 'Such a hold stood before.' } },
    refusals: { 400: 'The order is not right.', 409: 'It would hold nothing.' },
  },
  {
    method: 'POST',
    path: `${HOLDS}/{id}/lift`,
    access: 'operator',
    id: 'liftHold',
    summary: 'Lifts a hold',
    parameters: { path: z.object({ id: z.string() }) },
    body: { schema: liftOrder },
    success: { 200: { says: 'Lifted.' } },
    refusals: { 400: 'The reason is missing.', 404: 'There is no such hold.', 409: 'It was lifted before.' },
  },
  {
    method: 'GET',
    path: '/operations/letters/{term}',
    access: 'operator',
    id: 'showLetterToOperator',
    summary: 'Shows a letter of any service, what happened to it, and why it was refused',
    parameters: { path: letterTerm },
    success: {
      200: { says: 'The letter; `overlays` are the paths of pictures of what it prints outside the printable area.' },
    },
    refusals: { 404: 'There is no such letter.', 409: 'Several have that reference.' },
  },
  {
    method: 'GET',
    path: '/operations/letters/{term}/overlay/{page}',
    access: 'operator',
    id: 'drawLetterOverlay',
    summary: 'Shows a page of a refused letter, with what it prints outside the printable area in red',
    parameters: { path: letterTerm.extend({ page: z.int().meta({ description: 'A page at fault, from 1' }) }) },
    success: { 200: { says: 'The page.', schema: 'png' } },
    refusals: {
      404: 'There is no such letter, the page is not at fault, or the PDF is erased; the message says which.',
      409: 'The letter was not refused for where it prints, its PDF cannot be drawn, or several have that reference.',
      429: 'Others are being drawn; `Retry-After` says when to come again.',
    },
  },
  {
    method: 'POST',
    path: '/operations/returned-letters',
    access: 'operator',
    id: 'returnLetters',
    summary: 'Tells which letters came back',
    details: 'The body is text: one reference of ours a line, as on the envelope.',
    success: { 200: { says: 'What it did, counted and named.' } },
    refusals: { 400: 'The list is not right.' },
  },
];
