import type {
  Activities,
  CallbackActivities,
  LettersActivities,
  PrepareActivities,
  TransferActivities,
} from '../contract';
import { createActOnBatch } from './batch/act-on-batch';
import { createApplyInboundFile } from './inbound/apply-inbound-file';
import { createCheckAcknowledgements } from './checks/check-acknowledgements';
import { createCheckCalendar } from './checks/check-calendar';
import { createCheckDeadline } from './checks/check-deadline';
import { createCheckPreparing } from './checks/check-preparing';
import { createCheckRunStarted } from './checks/check-run-started';
import { createCheckStillCreated } from './checks/check-still-created';
import { createCheckTechnicalFailures } from './checks/check-technical-failures';
import { createCloseTickets } from './checks/close-tickets';
import { createDeliverTickets } from './tickets/deliver-tickets';
import { createEraseLetters } from './retention/erase-letters';
import { createEraseZips } from './retention/erase-zips';
import { createRestartLost } from './checks/restart-lost';
import { createClaimBatches } from './print-run/claim-batches';
import { createCleanTemps } from './transfer/clean-temps';
import { createCloseBatch } from './batch/close-batch';
import { createCountPreparing } from './print-run/count-preparing';
import type { ActivityDependencies } from './dependencies';
import { createFinishRun } from './print-run/finish-run';
import { createHintBatches } from './inbound/hint-batches';
import { createLookForCallbacks } from './callbacks/look-for-callbacks';
import { createMarkSending } from './batch/mark-sending';
import { createOpenBatches } from './print-run/open-batches';
import { createOpenRun } from './print-run/open-run';
import { createPollPrinter } from './inbound/poll-printer';
import { createPollResponses } from './inbound/poll-responses';
import { createPrepareLetters } from './prepare/prepare-letters';
import { createPublishTemp } from './transfer/publish-temp';
import { createRaiseBatchTicket } from './batch/raise-batch-ticket';
import { createRaisePollTicket } from './inbound/raise-poll-ticket';
import { createReadBatch } from './batch/read-batch';
import { createReadInboundFile } from './inbound/read-inbound-file';
import { createReportInboundFile } from './inbound/report-inbound-file';
import { createResolveBatchTicket } from './batch/resolve-batch-ticket';
import { createRetryUnapplied } from './inbound/retry-unapplied';
import { createSealBatch } from './transfer/seal-batch';
import { createSendCallbacks } from './callbacks/send-callbacks';
import { createSendVolumes } from './print-run/send-volumes';
import { createSettleBatch } from './batch/settle-batch';
import { createUploadTemp } from './transfer/upload-temp';

/** For workers on the queue `letters`. */
export const createLettersActivities = (dependencies: ActivityDependencies): LettersActivities => ({
  openRun: createOpenRun(dependencies),
  countPreparing: createCountPreparing(dependencies),
  claimBatches: createClaimBatches(dependencies),
  finishRun: createFinishRun(dependencies),
  openBatches: createOpenBatches(dependencies),
  readBatch: createReadBatch(dependencies),
  markSending: createMarkSending(dependencies),
  settleBatch: createSettleBatch(dependencies),
  closeBatch: createCloseBatch(dependencies),
  actOnBatch: createActOnBatch(dependencies),
  raiseBatchTicket: createRaiseBatchTicket(dependencies),
  resolveBatchTicket: createResolveBatchTicket(dependencies),
  readInboundFile: createReadInboundFile(dependencies),
  applyInboundFile: createApplyInboundFile(dependencies),
  reportInboundFile: createReportInboundFile(dependencies),
  hintBatches: createHintBatches(dependencies),
  retryUnapplied: createRetryUnapplied(dependencies),
  pollPrinter: createPollPrinter(dependencies),
  pollResponses: createPollResponses(dependencies),
  raisePollTicket: createRaisePollTicket(dependencies),
  checkDeadline: createCheckDeadline(dependencies),
  checkAcknowledgements: createCheckAcknowledgements(dependencies),
  checkStillCreated: createCheckStillCreated(dependencies),
  checkPreparing: createCheckPreparing(dependencies),
  checkTechnicalFailures: createCheckTechnicalFailures(dependencies),
  checkRunStarted: createCheckRunStarted(dependencies),
  checkCalendar: createCheckCalendar(dependencies),
  closeTickets: createCloseTickets(dependencies),
  restartLost: createRestartLost(dependencies),
  deliverTickets: createDeliverTickets(dependencies),
  lookForCallbacks: createLookForCallbacks(dependencies),
  sendVolumes: createSendVolumes(dependencies),
  eraseLetters: createEraseLetters(dependencies),
  eraseZips: createEraseZips(dependencies),
});

/** For workers on the queue `letters-transfer`. */
export const createTransferActivities = (dependencies: ActivityDependencies): TransferActivities => ({
  sealBatch: createSealBatch(dependencies),
  uploadTemp: createUploadTemp(dependencies),
  publishTemp: createPublishTemp(dependencies),
  cleanTemps: createCleanTemps(dependencies),
});

/** For workers on the queue `letters-prepare`. */
export const createPrepareActivities = (dependencies: ActivityDependencies): PrepareActivities => ({
  prepareLetters: createPrepareLetters(dependencies),
});

/** For workers on the queue `letters-callbacks`. */
export const createCallbackActivities = (dependencies: ActivityDependencies): CallbackActivities => ({
  sendCallbacks: createSendCallbacks(dependencies),
});

export const createActivities = (dependencies: ActivityDependencies): Activities => ({
  ...createLettersActivities(dependencies),
  ...createTransferActivities(dependencies),
  ...createPrepareActivities(dependencies),
  ...createCallbackActivities(dependencies),
});
