import type { ColumnType } from 'kysely';

/** Written once, when the row is made. */
export type Fixed<Value> = ColumnType<Value, Value, never>;
/** Set by the database when the row is made. */
export type Stamped = ColumnType<Date, Date | undefined, never>;
