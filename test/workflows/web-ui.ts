import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

interface Metadata {
  readonly currentDetails?: string;
  readonly definition?: { readonly signalDefinitions?: readonly { name: string; description: string }[] };
}

/** The Markdown that the Web UI shows beside a running workflow. */
export async function currentDetails(handle: WorkflowHandle): Promise<string> {
  const metadata = await handle.query<Metadata>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

/** Every activity and timer of a history, with the summary that the Web UI shows for it. */
export async function summaries(handle: WorkflowHandle): Promise<readonly (readonly [string, string | undefined])[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap((event) => {
    const activity = event.activityTaskScheduledEventAttributes?.activityType?.name;
    const name = activity ?? (event.timerStartedEventAttributes ? 'timer' : undefined);
    const summary = event.userMetadata?.summary;
    const text = summary ? defaultPayloadConverter.fromPayload<string>(summary) : undefined;
    return name === undefined ? [] : [[name, text] as const];
  });
}

/** Search attributes by name, as lists show and filter them. */
export async function indexed(handle: WorkflowHandle): Promise<Readonly<Record<string, unknown>>> {
  const { typedSearchAttributes } = await handle.describe();
  return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
}
