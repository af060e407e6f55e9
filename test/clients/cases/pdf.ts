/** A letter's PDF in each status: letters-api §7.4. Node reads the body of an error as JSON, whatever it is. */
import { LETTER_STATUSES, type LetterStatus } from '../../../src/domain/letter';
import type { Case } from '../case';
import { type Expected, badRequest, file, invalid, refused, unknownLetter } from '../expectations';
import { PRINTABLE } from '../letters-in-each-status';
import type { Scene } from '../scene';

const pdf = (name: keyof Scene['letters']) => (scene: Scene) =>
  ({ method: 'getPdf', id: scene.letters[name] }) as const;
const pdfBy = (id: string) => () => ({ method: 'getPdf', id }) as const;

const notYet = refused(400, 'PDFNotReadyError', 'PDF not available yet, try again later');
const WITHOUT: Partial<Record<LetterStatus, Expected>> = {
  'virus-scan-failed': badRequest('File did not pass the virus scan'),
  'technical-failure': badRequest('PDF not available for letters in status technical-failure'),
  'pending-virus-check': notYet,
};

export const PDFS: readonly Case[] = [
  ...LETTER_STATUSES.map(
    (status): Case => [`Of a letter that is ${status}`, 'live', pdf(status), WITHOUT[status] ?? file(PRINTABLE)],
  ),
  ['A team key gets it too', 'team', pdf('sending'), file(PRINTABLE)],
  ['A test key gets it too', 'test', pdf('sending'), file(PRINTABLE)],
  ['One whose file is lost', 'live', pdf('whose file is lost'), notYet],
  ['When the store cannot be reached', 'broken server', pdf('sending'), notYet],
  ['When the store does not answer', 'slow server', pdf('sending'), refused(504, 'Timeout', 'Timeout serving request')],
  ['Another service does not get it', 'another service', pdf('sending'), unknownLetter],
  ['After its retention it is gone', 'live', pdf('erased'), unknownLetter],
  ['An unknown one', 'live', pdfBy('8a5d4a52-5f9e-4f3a-9c1d-0d6a3c0c7b11'), unknownLetter],
  ['No UUID', 'live', pdfBy('elephant'), invalid('notification_id is not a valid UUID')],
];
