/** Ports that count what goes through them, for metrics. */
import type { Metrics } from '../metrics';
import type { CallbackStore, LetterRenderer, PdfInspector, Tickets, Workflows } from '../ports';

/** Counts what `raise` opened. */
export function counted(tickets: Tickets, { ticketsRaised }: Metrics): Tickets {
  return {
    ...tickets,
    raise: async (ticket) => {
      const isNew = await tickets.raise(ticket);
      if (isNew) ticketsRaised.inc({ kind: ticket.kind });
      return isNew;
    },
  };
}

/** Counts what was found without its workflow. */
export function countedRestarts<Starts extends Workflows>(workflows: Starts, { workflowsRestarted }: Metrics): Starts {
  return {
    ...workflows,
    restartBatches: async (ids) => {
      const started = await workflows.restartBatches(ids);
      workflowsRestarted.inc({ workflow: 'letterBatch' }, started.length);
      return started;
    },
    restartPrepareDrains: async () => {
      const started = await workflows.restartPrepareDrains();
      workflowsRestarted.inc({ workflow: 'prepareDrain' }, started);
      return started;
    },
    restartCallbackDrains: async (ids) => {
      const started = await workflows.restartCallbackDrains(ids);
      workflowsRestarted.inc({ workflow: 'callbackDrain' }, started);
      return started;
    },
  };
}

/** Counts what came of attempts. */
export function countedCallbacks(callbacks: CallbackStore, { callbackAttempts }: Metrics): CallbackStore {
  return {
    ...callbacks,
    record: async (outcomes, leasedUntil, at) => {
      await callbacks.record(outcomes, leasedUntil, at);
      for (const { result } of outcomes) callbackAttempts.inc({ outcome: result.kind });
    },
  };
}

/** Counts why letters from templates are refused. */
export function countedRenderings(renderer: LetterRenderer, { lettersRefused }: Metrics): LetterRenderer {
  return {
    ...renderer,
    render: async (letter) => {
      const rendering = await renderer.render(letter);
      if (rendering.kind === 'refused') lettersRefused.inc({ failure: rendering.reason });
      return rendering;
    },
  };
}

/** Counts why letters are refused, and what is noted of good ones. */
export function countedInspections(
  inspector: PdfInspector,
  { lettersRefused, inspectionNotes }: Metrics,
): PdfInspector {
  return {
    ...inspector,
    inspect: async (pdf, as) => {
      const inspection = await inspector.inspect(pdf, as);
      if (inspection.kind === 'refused') lettersRefused.inc({ failure: inspection.failure });
      else for (const note of inspection.notes) inspectionNotes.inc({ note });
      return inspection;
    },
  };
}
