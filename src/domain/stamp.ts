import { parseDay } from './calendar';

const SHAPE = /^(\d{4})(\d{2})(\d{2})([01]\d|2[0-3])([0-5]\d)(\d{2})$/;

/** `YYYYMMDDHHMMSS` in UTC, as file names carry it. */
export const stampOf = (at: Date): string => at.toISOString().slice(0, 19).replace(/[-:T]/g, '');

/** Seconds are read leniently: the printer has written second 60, which is the next minute's first. */
export function parseStamp(text: string): Date | undefined {
  const [, year = '', month = '', date = '', hours = '', minutes = '', seconds = ''] = SHAPE.exec(text) ?? [];
  const day = parseDay(`${year}-${month}-${date}`);
  return day && new Date(Date.parse(`${day}T${hours}:${minutes}:00.000Z`) + Number(seconds) * 1000);
}
