import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { InboundFile } from '../domain/inbound-file';
import { ingestFile } from '../operations/ingest-file';
import type { CliDependencies } from './dependencies';
import { UsageError } from './failures';
import { countInput } from './inputs';
import { type Report, listReport, recordReport } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const viewFile = (file: InboundFile) => ({
  sha256: file.sha256,
  name: file.name,
  kind: file.kind,
  state: file.state,
  bytes: file.bytes,
  source: file.source,
  received_at: file.receivedAt.toISOString(),
  detail: file.detail,
});

async function ingest(dependencies: CliDependencies, { arguments: [path = ''] }: Call<object>): Promise<Report> {
  const body = await readFile(path).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  const ingested = await ingestFile(path, body, dependencies);
  if (!ingested.ok) throw new UsageError(`${ingested.error}; rename the file as the printer named it`);
  const { sha256, kind, workflowId } = ingested.value;
  return recordReport({ outcome: kind, sha256, workflow_id: workflowId });
}

export function addFile(program: Command, surroundings: Surroundings): void {
  const noun = program.command('file').description("the printer's acknowledgement and response files");
  addVerb(noun, surroundings, 'ingest <path>', 'takes a file in by hand; the same bytes count once', ingest);
  addVerb<{ limit: number }>(noun, surroundings, 'list', 'the latest files', async ({ inbound }, { options }) =>
    listReport((await inbound.list(options.limit)).map(viewFile), [
      'received_at',
      'name',
      'kind',
      'state',
      'sha256',
      'detail',
    ]),
  ).option('--limit <count>', 'how many', countInput, 20);
}
