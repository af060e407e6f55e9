/** What a command says: one JSON value for programs, aligned text for people. */
export interface Report {
  readonly json: unknown;
  readonly text: string;
}

type Row = Readonly<Record<string, unknown>>;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

function align(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, text] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  const line = (row: readonly string[]) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** The named columns under their names. */
export const tableText = (rows: readonly Row[], columns: readonly string[]): string =>
  rows.length === 0 ? 'none' : align([columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]);

/** A name and its value a line. */
export const recordText = (record: Row): string =>
  align(Object.entries(record).map(([name, value]) => [name, cell(value)]));

/** All of each row as JSON, the named columns as text. */
export const listReport = (rows: readonly Row[], columns: readonly string[]): Report => ({
  json: rows,
  text: tableText(rows, columns),
});

export const recordReport = (record: Row): Report => ({ json: record, text: recordText(record) });
