import { sql } from 'kysely';
import { parseBatchId } from '../../src/domain/batch';
import type { SinkAnswer, TicketKind } from '../../src/domain/ticket';
import { aServiceThatHears, sendOne } from './callback-scene';
import { aBatch, aCreatedLetter, aRun, aSealedBatch, aService, anAcceptedLetter, force, lineOf } from './arrange';
import { INBOUND_ROWS, type Row, sent, takeIn } from './inbound-ticket-rows';
import { DAY, type World, aDay, must, run } from './world';

const AT = '2026-03-03T16:30:00.000Z';
const look = (world: World) => run(world.activities, 'closeTickets', undefined);

const delivered = (world: World) => force(world, sql`update letters set status = 'delivered'`);

/** The stuck check's step at an instant, with a receiver that gives this answer. */
async function tellVolumes(world: World, answer: SinkAnswer, at: string): Promise<void> {
  world.setNow(new Date(at));
  const volumesSink = { send: () => Promise.resolve(answer) };
  await run(world.activitiesOn(world.ports, { volumesSink }), 'sendVolumes', { at });
}

/** How each kind of ticket is raised by what raises it in earnest, and how its cause ends. */
export const ROWS: Record<TicketKind, Row> = {
  'letters-failed': {
    raise: async (world) =>
      takeIn(world, must((await sent(world)).letters.map((letter) => lineOf(letter, 'Failed'))[0])),
  },
  'letters-still-sending': {
    raise: async (world) => {
      await sent(world);
      await run(world.activities, 'checkDeadline', { at: AT });
      await run(world.activities, 'checkDeadline', { at: AT });
    },
    end: async (world) => {
      await delivered(world);
      await look(world);
    },
  },
  'zips-not-acknowledged': {
    raise: async (world) => {
      await sent(world);
      await run(world.activities, 'checkAcknowledgements', { at: '2026-03-02T23:00:00.000Z' });
    },
    end: async (world) => {
      await force(world, sql`update batches set acknowledged_at = now()`);
      await look(world);
    },
  },
  'letter-dropped': {
    raise: async (world) => {
      const { batchId, letters } = await aBatch(world);
      await world.objects.remove(must(letters[0]).printKey);
      await run(world.activities, 'sealBatch', { batchId });
    },
  },
  'letter-unpreparable': {
    raise: async (world) => {
      const letter = await anAcceptedLetter(world, await aService(world));
      await world.objects.remove(letter.incomingKey);
      for (const shard of [0, 1, 2, 3]) await run(world.activities, 'prepareLetters', { shard });
    },
  },
  'letters-left-behind': {
    raise: async (world) => {
      await anAcceptedLetter(world, await aService(world));
      const { day, runNo } = await aRun(world);
      await run(world.activities, 'finishRun', { day, runNo });
    },
    end: async (world) => {
      await force(world, sql`update letters set status = 'cancelled'`);
      await look(world);
    },
  },
  'batch-parked': {
    raise: async (world) => {
      const { batchId } = await aBatch(world);
      await run(world.activities, 'raiseBatchTicket', { batchId, kind: 'batch-parked', detail: 'zip-differs' });
    },
    end: async (world) => {
      await force(world, sql`update batches set state = 'abandoned'`);
      await look(world);
    },
  },
  'transfer-failing': {
    raise: async (world) => {
      const { batchId } = await aBatch(world);
      await run(world.activities, 'raiseBatchTicket', { batchId, kind: 'transfer-failing', detail: 'not done' });
    },
    end: async (world) => {
      await force(world, sql`update batches set state = 'abandoned'`);
      await look(world);
    },
  },
  ...INBOUND_ROWS,
  'letters-still-created': {
    raise: async (world) => {
      await aCreatedLetter(world, await aService(world));
      await run(world.activities, 'checkStillCreated', { at: AT });
      await run(world.activities, 'checkStillCreated', { at: AT });
    },
    end: async (world) => {
      await delivered(world);
      await run(world.activities, 'checkStillCreated', { at: AT });
    },
  },
  'letters-not-prepared': {
    raise: async (world) => {
      await anAcceptedLetter(world, await aService(world));
      await run(world.activities, 'checkPreparing', { at: AT });
      await run(world.activities, 'checkPreparing', { at: AT });
    },
    end: async (world) => {
      await delivered(world);
      await run(world.activities, 'checkPreparing', { at: AT });
    },
  },
  'letters-technical-failure': {
    raise: async (world) => {
      const { id } = await anAcceptedLetter(world, await aService(world));
      await world.letters.rejected(id, 'technical-failure', 'a fault of ours');
      await run(world.activities, 'checkTechnicalFailures', { at: '2099-01-01T00:00:00.000Z' });
      await run(world.activities, 'checkTechnicalFailures', { at: '2099-01-01T00:10:00.000Z' });
    },
  },
  'print-run-missing': {
    raise: async (world) => {
      await run(world.activities, 'checkRunStarted', { at: '2026-03-02T18:20:00.000Z' });
      await run(world.activities, 'checkRunStarted', { at: '2026-03-02T18:30:00.000Z' });
    },
    end: async (world) => {
      await run(world.activities, 'openRun', { scheduledAt: '2026-03-02T17:50:00.000Z', owner: 'the schedule' });
      await look(world);
    },
  },
  'calendar-ending': {
    raise: (world) => run(world.activities, 'checkCalendar', { at: '2027-11-01T10:00:00.000Z' }),
    end: async (world) => {
      const calendar = { holidays: new Set([DAY]), firstKnown: aDay('2026-01-01'), lastKnown: aDay('2030-12-26') };
      const refreshed = world.activitiesOn(world.ports, { calendar });
      await run(refreshed, 'checkCalendar', { at: '2027-11-01T10:00:00.000Z' });
    },
  },
  'callbacks-exhausted': {
    raise: async (world) => {
      const { service, receiver } = await aServiceThatHears(world);
      receiver.always({ kind: 'status', status: 503 });
      await sendOne(world, service, '2099-01-05T00:00:00.000Z');
      await sendOne(world, service, '2099-01-09T00:00:00.000Z');
    },
    end: async (world) => {
      await force(world, sql`update callback_endpoints set last_delivered_at = '2099-01-10'`);
      await look(world);
    },
  },
  'callbacks-stopped': {
    raise: async (world) => {
      const { service, receiver } = await aServiceThatHears(world);
      receiver.always({ kind: 'status', status: 410 });
      await sendOne(world, service, '2099-01-05T00:00:00.000Z');
      await sendOne(world, service, '2099-01-05T00:01:00.000Z');
    },
    end: async (world) => {
      await force(world, sql`update callback_endpoints set stopped_at = null, stopped_reason = null`);
      await look(world);
    },
  },
  'volumes-not-sent': {
    raise: async (world) => {
      const { batchId } = await aSealedBatch(world);
      await world.runs.finish(DAY, must(parseBatchId(batchId)).runNo);
      await tellVolumes(world, { kind: 'later', reason: 'HTTP 503' }, '2026-03-02T18:10:00.000Z');
      await tellVolumes(world, { kind: 'later', reason: 'HTTP 503' }, '2026-03-02T19:10:00.000Z');
    },
    end: async (world) => {
      await tellVolumes(world, { kind: 'taken', externalId: null }, '2026-03-02T19:20:00.000Z');
    },
  },
};
