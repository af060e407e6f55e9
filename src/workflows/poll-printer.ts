import { patched } from '@temporalio/workflow';
import type { PollInput, PollResult, PollSource } from '../contract';
import { bulk, database } from './activity-options';
import { endsWithin } from './ends-within';
import { startInboundFiles } from './start-children';

const POLL_TICKET_MS = 30 * 60_000;

/** Looks into the printer's outbox once and starts the intake of each file that waits. */
export const pollPrinter = (input: PollInput = {}): Promise<PollResult> =>
  poll('printer', bulk.pollPrinter("Look into the printer's outbox"), input);

/**
 * The same for the response prefix of our bucket. A workflow of its own: a poll of the printer goes on trying as long as
 * the printer is away, and must not keep these files waiting.
 */
export const pollResponses = (input: PollInput = {}): Promise<PollResult> =>
  poll('responses', bulk.pollResponses('Look under the response prefix'), input);

type Look = ReturnType<typeof bulk.pollPrinter>;

async function poll(source: PollSource, look: Look, { waits = {} }: PollInput): Promise<PollResult> {
  // A poll that was under way before there was such a ticket has no timer in its history.
  if (patched('poll-ticket')) await ticketIfLate(source, look, waits.ticketMs ?? POLL_TICKET_MS);
  const { files } = await look;
  await startInboundFiles(files);
  return { files: files.length };
}

/** A poll retries for ever. Still going after half an hour it gets a ticket, which the next good look closes. */
async function ticketIfLate(source: PollSource, look: Look, ms: number): Promise<void> {
  if (await endsWithin(look, ms, 'Then a ticket, if it still cannot look')) return;
  await database.raisePollTicket('Raise a ticket: no file can come in', { source, minutes: Math.round(ms / 60_000) });
}
