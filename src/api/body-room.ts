/** How much of a service's requests is in memory at once: bodies come whole, and each is held several times over until its letter is stored. */
import type { Request, Response } from 'express';
import type { ServiceId } from '../domain/letter';

/** Four of the largest letters, or hundreds of usual ones. */
const MOST_BYTES = 84 * 1024 * 1024;

interface Room {
  bytes: number;
  readonly waiting: { readonly bytes: number; readonly enter: () => void }[];
}

/** What is packed, or announces no length, may be as large as any. */
function mostBytesOf({ headers }: Request, limit: number): number {
  const isKnown = headers['content-length'] !== undefined && headers['content-encoding'] === undefined;
  return isKnown ? Math.min(Number(headers['content-length']), limit) : limit;
}

/**
 * Waits, with the body unread, until it fits in beside the service's others; it leaves with the answer. Only requests of the same service wait for
 * one another, so one that sends slowly holds up nobody else.
 */
export function createBodyRoom(mostBytes = MOST_BYTES) {
  const rooms = new Map<ServiceId, Room>();

  function leave(service: ServiceId, room: Room, bytes: number): void {
    room.bytes -= bytes;
    for (let next = room.waiting[0]; next && fits(room, next.bytes); next = room.waiting[0]) {
      room.waiting.shift();
      room.bytes += next.bytes;
      next.enter();
    }
    if (room.bytes === 0) rooms.delete(service);
  }

  const fits = (room: Room, bytes: number): boolean => room.bytes === 0 || room.bytes + bytes <= mostBytes;

  return async (service: ServiceId, request: Request, response: Response, limit: number): Promise<void> => {
    const bytes = mostBytesOf(request, limit);
    const room = rooms.get(service) ?? { bytes: 0, waiting: [] };
    rooms.set(service, room);
    if (room.waiting.length === 0 && fits(room, bytes)) room.bytes += bytes;
    else await new Promise<void>((enter) => room.waiting.push({ bytes, enter }));
    if (response.closed) leave(service, room, bytes);
    else response.once('close', () => leave(service, room, bytes));
  };
}
