/** The workflow bundle's one entry: what it exports is what can be started, by these names (`workflowTypes`). */
export { acknowledgementCheck, deadlineCheck } from './checks';
export { callbackDrain, prepareDrain } from './drains';
export { inboundFile } from './inbound-file';
export { letterBatch } from './letter-batch';
export { pollPrinter, pollResponses } from './poll-printer';
export { printRun } from './print-run';
export { retention } from './retention';
export { stuckCheck } from './stuck-check';
export { ticketDelivery } from './ticket-delivery';
