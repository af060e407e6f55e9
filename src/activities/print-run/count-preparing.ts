import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findRun } from './find-run';

export function createCountPreparing({
  runs,
  letters,
}: Pick<ActivityDependencies, 'runs' | 'letters'>): LettersActivities['countPreparing'] {
  return async (input) => letters.countPending((await findRun(runs, input)).cutOffAt);
}
