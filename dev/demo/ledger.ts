import { sql } from 'kysely';
import { createDatabase } from '../../src/adapters/postgres/pool';

export interface LedgerLetter {
  readonly id: string;
  /** On the letter's file name at the printer. */
  readonly reference: string;
  readonly status: string;
  readonly isTemplated: boolean;
  /** Judged, or made, and under its print key. */
  readonly hasPdf: boolean;
}

export interface LedgerZip {
  readonly batchId: string;
  readonly zipName: string | null;
  readonly bytes: number | null;
  readonly letters: number;
  readonly state: string;
}

export interface LedgerTicket {
  readonly kind: string;
  readonly subject: string;
}

/** What Postroom's tables say of some letters; read only. */
export interface Ledger {
  letters(ids: readonly string[]): Promise<readonly LedgerLetter[]>;
  zips(ids: readonly string[]): Promise<readonly LedgerZip[]>;
  ticketsSince(instant: Date): Promise<readonly LedgerTicket[]>;
  close(): Promise<void>;
}

export function openLedger(postgresUrl: string): Ledger {
  const database = createDatabase({ url: postgresUrl, applicationName: 'postroom-demo', max: 2 });
  return {
    async letters(ids) {
      const query = sql<LedgerLetter>`
        select id, reference, status, template_id is not null as "isTemplated", print_key is not null as "hasPdf"
        from letters where id = any (${ids}::uuid[])`;
      return (await query.execute(database.db)).rows;
    },
    async zips(ids) {
      const query = sql<LedgerZip>`
        select id as "batchId", zip_name as "zipName", zip_bytes as bytes, letters, state from batches
        where id in (select batch_id from letters where id = any (${ids}::uuid[])) order by id`;
      return (await query.execute(database.db)).rows;
    },
    async ticketsSince(instant) {
      const query = sql<LedgerTicket>`select kind, subject from tickets where opened_at >= ${instant} order by id`;
      return (await query.execute(database.db)).rows;
    },
    close: () => database.close(),
  };
}
