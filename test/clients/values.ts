/** Values of answers, for `toEqual`. */
import { like } from '../api/world';

export const PDF = Buffer.from('%PDF-1.7 a letter');
export const UUID = like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
export const TIME = like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

/** Lines as the clients' personalisation names them; the last one is the postcode's. */
export const address = (...lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.map((line, index) => [index === lines.length - 1 ? 'postcode' : `address_line_${index + 1}`, line]),
  );
