import { EXHAUSTED_CAUSES } from '../../domain/callback';
import { parseServiceId } from '../../domain/letter';
import type { TicketKind } from '../../domain/ticket';
import type { CallbackStore } from '../../ports';
import { type IsGone, causeOf } from './look';

/** A service takes its callbacks again, they are replayed, or its endpoint is set anew. */
export const callbacksGone = ({ callbacks }: { readonly callbacks: CallbackStore }) =>
  ({
    'callbacks-exhausted': async (ticket) => {
      const [serviceText = '', causeText] = causeOf(ticket).split('.');
      const service = parseServiceId(serviceText);
      const cause = EXHAUSTED_CAUSES.find((one) => one === causeText);
      return service !== undefined && cause !== undefined && !(await callbacks.isExhausted(service, cause));
    },
    'callbacks-stopped': async (ticket) => {
      const service = parseServiceId(causeOf(ticket));
      return service !== undefined && (await callbacks.endpoint(service))?.stoppedAt === null;
    },
  }) satisfies Partial<Record<TicketKind, IsGone>>;
