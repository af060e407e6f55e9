import type { Command } from 'commander';
import type { InboundFile } from '../domain/inbound-file';
import { ingestFile } from '../operations/ingest-file';
import type { CliDependencies } from './dependencies';
import { parseSha256 } from '../domain/letter';
import { NotFound, UsageError } from './failures';
import { countInput, streamInput } from './inputs';
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
  const ingested = await ingestFile({ path, open: await streamInput(path) }, dependencies);
  if (!ingested.ok) throw new UsageError(`${ingested.error}; rename the file as the printer named it`);
  const { sha256, kind, workflowId } = ingested.value;
  return recordReport({ outcome: kind, sha256, workflow_id: workflowId });
}

async function show({ inbound }: CliDependencies, { arguments: [text = ''] }: Call<object>): Promise<Report> {
  const sha256 = parseSha256(text.toLowerCase());
  if (!sha256) throw new UsageError('Give the SHA-256 of a file, 64 hex digits (postroom file list)');
  const file = await inbound.find(sha256);
  if (!file) throw new NotFound(`No file has the SHA-256 ${sha256} (postroom file list)`);
  const { outcomes, sheetMismatches, failedReferences, batches } = await inbound.summary(sha256);
  return recordReport({
    ...viewFile(file),
    raw_key: file.rawKey,
    outcomes,
    sheet_mismatches: sheetMismatches,
    failed_references: failedReferences,
    batches,
  });
}

export function addFile(program: Command, surroundings: Surroundings): void {
  const noun = program.command('file').description("the printer's acknowledgement and response files");
  addVerb(noun, surroundings, 'ingest <path>', 'takes a file in by hand; the same bytes count once', ingest);
  addVerb(noun, surroundings, 'show <sha256>', 'a file, and what its lines came to', show);
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
