import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { pollFailing } from './inbound-tickets';

/** Tells people that no file can come in. The next poll that goes well closes it. */
export const createRaisePollTicket =
  ({ tickets }: Pick<ActivityDependencies, 'tickets'>): LettersActivities['raisePollTicket'] =>
  async ({ source, minutes }) => {
    await tickets.raise(pollFailing(source, minutes));
  };
