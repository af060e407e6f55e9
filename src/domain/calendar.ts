declare const brand: unique symbol;
/** A calendar day in London, `YYYY-MM-DD`. */
export type Day = string & { readonly [brand]: 'Day' };

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

export function parseDay(text: string): Day | undefined {
  if (!SHAPE.test(text)) return undefined;
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text) ? (text as Day) : undefined;
}
