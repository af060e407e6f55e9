import { assertNever } from '../domain/result';
import type { BatchSnapshot, LetterBatchResult, Parked } from '../contract';
import { bulk, publishing, transfer } from './activity-options';
import { awaitAnswers } from './batch-answers';
import type { BatchDesk } from './batch-desk';
import { type Trouble, withTransferTicket } from './batch-trouble';

/** What became of one turn: a step was taken, a hold waited out, a person is needed, or nothing is left to do. */
export type Turn =
  | { readonly kind: 'stepped' | 'waited' }
  | ({ readonly kind: 'parked' } & Trouble)
  | { readonly kind: 'over'; readonly result: LetterBatchResult };

export interface StepOptions {
  readonly ticketMs: number | undefined;
  /** Called where a long history may be left behind. */
  readonly whenLong: () => Promise<void>;
}

const HELD_LOOK_MS = 5 * 60_000;

/** Takes the one step that the row's state asks for. */
export async function takeStep(desk: BatchDesk, batch: BatchSnapshot, options: StepOptions): Promise<Turn> {
  switch (batch.state) {
    case 'claimed':
      return batch.held ? awaitRelease(desk, 'zipping') : turnOf(await zip(desk, batch, options));
    case 'sealed':
      return batch.held ? awaitRelease(desk, 'uploading') : turnOf(await send(desk, batch, options));
    case 'uploaded': // never held: a staged file must not lie for hours before its rename
      return turnOf(await send(desk, batch, options));
    case 'published':
      return turnOf(await markSending(desk, batch));
    case 'sent':
    case 'acknowledged':
    case 'answered':
      await awaitAnswers(desk, options.whenLong);
      return { kind: 'stepped' };
    case 'closed':
    case 'empty':
    case 'abandoned':
      return { kind: 'over', result: resultOf(batch, batch.state) };
    default:
      return assertNever(batch.state);
  }
}

function turnOf(outcome: { readonly kind: string } | Parked): Turn {
  if ('reason' in outcome) return { kind: 'parked', why: outcome.reason, reason: outcome.reason };
  return { kind: outcome.kind === 'held' ? 'waited' : 'stepped' };
}

async function awaitRelease({ board, signals }: BatchDesk, stage: 'zipping' | 'uploading'): Promise<Turn> {
  board.stage(stage, 'its release by an operator');
  await signals.hint(HELD_LOOK_MS, 'Held by an operator');
  return { kind: 'waited' };
}

function zip({ batchId, board }: BatchDesk, { letters }: BatchSnapshot, { ticketMs }: StepOptions) {
  board.stage('zipping');
  return withTransferTicket(batchId, transfer.sealBatch(`Zip and seal ${letters} letters`, { batchId }), ticketMs);
}

/** Uploads and publishes with nothing in between. A staged file that is gone before its rename is uploaded anew. */
async function send({ batchId, board }: BatchDesk, batch: BatchSnapshot, { ticketMs }: StepOptions) {
  board.stage('uploading');
  const uploading = transfer.uploadTemp(`Upload ${batch.zipName ?? 'the zip'}`, { batchId });
  const upload = await withTransferTicket(batchId, uploading, ticketMs);
  if (upload.kind !== 'uploaded') return upload;

  board.stage('publishing');
  const renaming = publishing.publishTemp('Publish by one rename', { batchId, temp: upload.temp });
  return withTransferTicket(batchId, renaming, ticketMs);
}

function markSending({ batchId, board }: BatchDesk, { letters }: BatchSnapshot) {
  board.stage('marking sending');
  return bulk.markSending(`Mark ${letters} letters sending`, { batchId });
}

function resultOf({ letters, outstanding }: BatchSnapshot, state: 'closed' | 'empty' | 'abandoned'): LetterBatchResult {
  if (state !== 'closed') return { kind: state };
  return outstanding === 0
    ? { kind: 'closed', letters }
    : { kind: 'closed with letters outstanding', letters, outstanding };
}
