import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

const PAGE = 100;

/** Batches that some workflow should be looking after, also those whose workflow was lost. */
export function createOpenBatches({
  batches,
}: Pick<ActivityDependencies, 'batches'>): LettersActivities['openBatches'] {
  return async ({ after }) => [...(await batches.open(after ?? undefined, PAGE))];
}
