import { parseDay } from './calendar';

const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * An instant in ISO 8601 with its offset; a text without one would mean another instant on another machine. `Date` alone takes the
 * 30th of February for the 2nd of March.
 */
export function parseInstant(text: string): Date | undefined {
  const instant = new Date(text);
  return SHAPE.test(text) && parseDay(text.slice(0, 10)) && !Number.isNaN(instant.getTime()) ? instant : undefined;
}

/** An instant as the contract writes it: UTC with six digits of a second. */
export const timeText = (instant: Date): string => instant.toISOString().replace('Z', '000Z');
