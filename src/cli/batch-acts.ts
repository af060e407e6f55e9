import type { Command } from 'commander';
import { parseBatchId } from '../domain/batch';
import { BATCH_ACTS, type BatchAct } from '../domain/batch-acts';
import { actOnBatch, untoldAdvice } from '../operations/act-on-batch';
import { viewBatch } from '../operations/views';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { instantInput } from './inputs';
import { type Report, recordText } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

interface ActOptions {
  readonly reason: string;
  readonly publishedAt?: Date;
}

const ABOUT: Readonly<Record<BatchAct, string>> = {
  hold: 'stops a batch before it is zipped or uploaded',
  release: 'lets a held batch go on',
  retry: 'lets a parked batch try again, and starts the workflow of one that has none',
  adopt: 'records a sealed batch as published: give the evidence as the reason',
  abandon: 'gives a batch up that was never published; its letters go with the next run',
};

/** Throws UsageError for what is no id. */
export function batchInput(text: string) {
  const identity = parseBatchId(text);
  if (!identity) throw new UsageError(`${text} is not the id of a batch (postroom batch list)`);
  return identity;
}

const actWith =
  (act: BatchAct) =>
  async (deps: CliDependencies, { arguments: [text = ''], options, actor }: Call<ActOptions>): Promise<Report> => {
    const { id, day } = batchInput(text);
    const outcome = await actOnBatch({ batchId: id, act, actor, ...options }, deps);
    switch (outcome.kind) {
      case 'unknown':
        throw new NotFound(`There is no batch ${id} (postroom batch list --day ${day})`);
      case 'refused':
        throw new UsageError(`${act} is refused: ${outcome.why}`);
      case 'done': {
        const { state, held, parked_reason, workflow_id } = viewBatch(outcome.batch);
        const said = { batch: id, act, by: actor, reason: options.reason, state, held, parked_reason, workflow_id };
        const json = { ...said, workflow_told: outcome.told };
        return { json, text: outcome.told ? recordText(said) : `${recordText(said)}\n\n${untoldAdvice(id)}` };
      }
    }
  };

export function addBatchActs(noun: Command, surroundings: Surroundings): void {
  for (const act of BATCH_ACTS) {
    const verb = addVerb<ActOptions>(noun, surroundings, `${act} <id>`, ABOUT[act], actWith(act));
    verb.requiredOption('--reason <text>', 'why; it is kept with your name');
    if (act === 'adopt') {
      verb.option('--published-at <instant>', 'when the zip stood at the printer (default: now)', instantInput);
    }
  }
}
