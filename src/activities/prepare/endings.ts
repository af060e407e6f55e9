import type { RefusedPdf } from '../../domain/inspection';
import type { LetterStatus, PendingLetter } from '../../domain/letter';
import { ticketKeys } from '../../contract';
import type { LetterStore } from '../../ports';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'tickets' | 'log'>;

/** What is known of a refused PDF. */
type Found = Pick<RefusedPdf, 'pages' | 'pagesAtFault' | 'because'>;
type FinalFailure = Parameters<LetterStore['rejected']>[1];

/** How a letter ends in *prepare*, with the last of its two lines in the log. */
export function createEndings({ letters, tickets, log }: Dependencies) {
  const logFinal = ({ id }: PendingLetter, status: LetterStatus): void =>
    log.info({ letterId: id, status }, 'letter final');

  async function reject(letter: PendingLetter, status: FinalFailure, failure: string, found?: Found) {
    if (await letters.rejected(letter.id, status, failure, found)) logFinal(letter, status);
  }

  return {
    /** It never becomes a letter that may be printed; its service sees that. */
    refuse: (letter: PendingLetter, reason: string, found?: Found): Promise<void> =>
      reject(letter, 'validation-failed', reason, found),
    /** Nothing of ours has looked into it. */
    infected: (letter: PendingLetter, signature: string): Promise<void> =>
      reject(letter, 'virus-scan-failed', signature),
    /** The ticket first: a worker that dies before the move finds the letter again, and the ticket stands. */
    giveUp: async (letter: PendingLetter, failure: string): Promise<void> => {
      await tickets.raise({
        kind: 'letter-unpreparable',
        dedupKey: ticketKeys.letterUnpreparable(letter.id),
        subject: 'An accepted letter cannot be prepared',
        message: `Letter ${letter.id}, reference ${letter.reference}: ${failure}. It is in technical-failure and was not printed.`,
      });
      await reject(letter, 'technical-failure', failure);
    },
    delivered: (letter: PendingLetter): void => logFinal(letter, 'delivered'),
  };
}
