import { setCurrentDetails, setHandler, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { BatchId } from '../domain/batch';
import {
  type BatchProgress,
  type BatchSnapshot,
  type BatchStage,
  batchProgressQuery,
  searchAttributes,
} from '../contract';

/** What a batch shows of itself in the Web UI: its row as last read, its stage, and what it waits for. */
export interface BatchBoard {
  /** Shows a row as it was just read. */
  row(batch: BatchSnapshot): void;
  /** Shows what is being done, and what it waits for, if for anything but its own work. */
  stage(stage: BatchStage, waitingFor?: string): void;
  /** Shows an operator's act that was refused, until the next one. */
  readonly refused: (told: string) => void;
}

/** Hangs up the board and answers the `progress` query from it. */
export function hangUpBoard(batchId: BatchId): BatchBoard {
  const opened = workflowInfo().startTime.toISOString();
  let progress: BatchProgress = { batchId, stage: 'zipping', since: opened, waitingFor: 'its row' };
  let batch: BatchSnapshot | undefined;
  let indexed = '';
  let refusal: string | undefined;
  const show = () => setCurrentDetails(detailsOf(progress, batch, refusal));
  setHandler(batchProgressQuery, () => progress, { description: 'The stage of this batch, and what it waits for' });

  return {
    row(read) {
      batch = read;
      const attributes = attributesOf(read);
      const wanted = JSON.stringify(attributes);
      if (wanted !== indexed) upsertSearchAttributes(attributes);
      indexed = wanted;
      show();
    },
    stage(stage, waitingFor) {
      const since = stage === progress.stage ? progress.since : new Date().toISOString();
      progress = { batchId, stage, since, waitingFor: waitingFor ?? null };
      show();
    },
    refused(told) {
      refusal = told;
      show();
    },
  };
}

function attributesOf({ day, serviceId, state, letters, dueAt }: BatchSnapshot) {
  return [
    { key: searchAttributes.printDay, value: day },
    { key: searchAttributes.serviceId, value: serviceId },
    { key: searchAttributes.batchState, value: state },
    { key: searchAttributes.letterCount, value: letters },
    ...(dueAt === null ? [] : [{ key: searchAttributes.dueAt, value: new Date(dueAt) }]),
  ];
}

/** Markdown. Counts and names of zips only: details are as public as ids. */
function detailsOf(
  { stage, since, waitingFor }: BatchProgress,
  batch: BatchSnapshot | undefined,
  refusal: string | undefined,
): string {
  const headline = `**${stage}** since ${since}${waitingFor === null ? '' : `, waiting for ${waitingFor}`}`;
  if (!batch) return headline;
  const { letters, bytes, zipName, state, held, publishedAt, acknowledgedAt, outstanding, dueAt, lastAct } = batch;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Letters', `${letters} (${(bytes / 1_000_000).toFixed(1)} MB)`],
    ['Zip', zipName && `\`${zipName}\``],
    ['Row', state],
    ['Published', publishedAt],
    ['Acknowledged', acknowledgedAt],
    ['Not yet answered', publishedAt && `${outstanding}`],
    ['Due', dueAt],
    ['Held', held ? 'by an operator' : null],
    ['Last act', lastAct ? `${lastAct.act} by ${lastAct.actor} at ${lastAct.at}: ${lastAct.reason}` : null],
    ['Refused', refusal ?? null],
  ];
  const known = facts.flatMap(([name, fact]) => (fact === null ? [] : [`- ${name}: ${fact}`]));
  return [headline, '', ...known].join('\n');
}
