import { setTimeout as pause } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes';
import { msToTs } from '@temporalio/common/lib/time';
import { searchAttributes } from '../../contract';

const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;

/** The server's front ends learn of a new namespace within some seconds. */
const LOOKS = 60;
const LOOK_EVERY_MS = 500;

/**
 * Makes the client's namespace and its search attributes, where they are missing; from one place, at set-up. Ended
 * workflows are kept for `retentionDays`.
 */
export async function ensureNamespace(client: Client, retentionDays: number): Promise<void> {
  const { namespace } = client.workflow.options;
  const { workflowService } = client.connection;
  const workflowExecutionRetentionPeriod = msToTs(`${retentionDays} days`);
  await unless(ALREADY_EXISTS, workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod }));
  for (let looks = 1; !(await isReady(client, namespace)); looks += 1) {
    if (looks === LOOKS) throw new Error(`The namespace ${namespace} did not get its search attributes`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Adds what is missing; true when nothing was. */
async function isReady({ connection }: Client, namespace: string): Promise<boolean> {
  const { operatorService } = connection;
  const listed = await unless(NOT_FOUND, operatorService.listSearchAttributes({ namespace }));
  if (!listed) return false;
  const missing = Object.values(searchAttributes).filter(({ name }) => !(name in listed.customAttributes));
  if (missing.length === 0) return true;
  const wanted = missing.map(({ name, type }) => [name, encodeSearchAttributeIndexedValueType(type) ?? 0] as const);
  await unless(
    ALREADY_EXISTS,
    operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(wanted) }),
  );
  return false;
}

async function unless<Answer>(code: number, call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGrpcServiceError(error) && (error.code as number) === code) return undefined;
    throw error;
  }
}
