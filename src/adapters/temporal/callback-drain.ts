import { type CallbackDrainInput, searchAttributes, workflowIds } from '../../contract';
import type { ServiceId } from '../../domain/letter';

/** How the drain of a service's callbacks is started, by a hint or by the stuck check. Its activities are dealt out by service. */
export const callbackDrainOptions = (serviceId: ServiceId) => ({
  workflowId: workflowIds.callbackDrain(serviceId),
  args: [{ serviceId }] as [CallbackDrainInput],
  staticSummary: "A service's callbacks",
  typedSearchAttributes: [{ key: searchAttributes.serviceId, value: serviceId as string }],
  priority: { fairnessKey: serviceId },
});
