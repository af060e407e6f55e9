import { relative } from 'node:path';
import type { StackState } from '../stack/state';
import type { Evening } from './evening';
import type { RefusedLetter } from './refused';

const counted = (values: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${count} ${value}`).join(', ');
};

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** What the evening came to, for a terminal. */
export async function summarise(
  state: StackState,
  evening: Evening,
  { began, refused }: { readonly began: Date; readonly refused: readonly RefusedLetter[] },
): Promise<string> {
  const letters = await evening.ledger.letters(evening.ids);
  const zips = await evening.ledger.zips(evening.ids);
  const tickets = await evening.ledger.ticketsSince(began);
  const templated = letters.filter(({ isTemplated }) => isTemplated);
  const bytes = zips.reduce((sum, zip) => sum + (zip.bytes ?? 0), 0);
  const seconds = Math.round((Date.now() - began.getTime()) / 1000);
  const [zip] = zips;
  return `
  Letters   ${letters.length}, of 3 services and 3 postage classes: ${counted(letters.map(({ status }) => status))}
  Templated ${templated.length} of them, made into PDFs from 3 templates: ${counted(templated.map(({ status }) => status))}
  Refused   ${refused.map(({ name, explanation }) => `${name}: ${explanation}`).join('\n            ')}
  Zips      ${zips.length}, ${megabytes(bytes)}: ${counted(zips.map(({ state: batchState }) => batchState))}
  Time      ${seconds} s from the first letter to the last answer
  Tickets   ${tickets.map(({ subject }) => subject).join('\n            ')}
  Printer   each letter arrived exactly once, by the printer's own log: ${relative(process.cwd(), state.printer.receivedLog)}
  Web UI    ${state.temporal.uiUrl}/namespaces/${state.temporal.namespace}/workflows/batch-${zip?.batchId ?? ''}
`;
}
