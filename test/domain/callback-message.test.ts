import { callbackMessageOf } from '../../src/domain/callback-message';
import type { DueCallback } from '../../src/domain/callback';
import { LETTER_STATUSES, type LetterId, type LetterStatus, type ServiceId } from '../../src/domain/letter';

const LETTER = 'c8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11';
const PRECOMPILED = '0b3f1a9e-5a5c-8c5d-a7b1-2f90c1d3e4f5';
const TEMPLATE = { id: 'aa3f1a9e-5a5c-4c5d-a7b1-2f90c1d3e4f5', version: 7, name: 'Reminder' };

const callback = (status: LetterStatus, changes: Partial<DueCallback> = {}): DueCallback => ({
  letterId: LETTER as LetterId,
  serviceId: 'd8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11' as ServiceId,
  sequence: 4,
  status,
  at: new Date('2026-03-03T09:00:00.250Z'),
  clientReference: 'case-7',
  createdAt: new Date('2026-03-02T10:00:00.123Z'),
  sentAt: new Date('2026-03-02T18:00:00.000Z'),
  template: null,
  attempts: 1,
  retryFrom: new Date('2026-03-03T09:00:00.250Z'),
  ...changes,
});
const bodyOf = (given: DueCallback) =>
  JSON.parse(callbackMessageOf(given, PRECOMPILED).body) as Record<string, unknown>;

describe('A callback', () => {
  test('is a delivery receipt in the form of Notify', () => {
    expect(bodyOf(callback('delivered'))).toEqual({
      id: LETTER,
      reference: 'case-7',
      to: null,
      status: 'delivered',
      created_at: '2026-03-02T10:00:00.123000Z',
      completed_at: '2026-03-03T09:00:00.250000Z',
      sent_at: '2026-03-02T18:00:00.000000Z',
      notification_type: 'letter',
      template_id: PRECOMPILED,
      template_version: 1,
    });
  });

  test('about a letter that came back has the form of that', () => {
    expect(bodyOf(callback('returned-letter', { template: TEMPLATE }))).toEqual({
      notification_id: LETTER,
      reference: 'case-7',
      date_sent: '2026-03-02T10:00:00.123000Z',
      sent_by: 'API',
      template_name: 'Reminder',
      template_id: TEMPLATE.id,
      template_version: 7,
      spreadsheet_file_name: null,
      spreadsheet_row_number: null,
      upload_letter_file_name: null,
    });
  });

  test('names the template of a letter that was made on one, and null for one that came as a PDF and back', () => {
    expect(bodyOf(callback('sending', { template: TEMPLATE }))).toMatchObject({
      template_id: TEMPLATE.id,
      template_version: 7,
    });
    expect(bodyOf(callback('returned-letter'))).toMatchObject({
      template_name: null,
      template_id: null,
      template_version: null,
    });
  });

  test('has one id for its letter and sequence, and its sequence', () => {
    const { id, sequence } = callbackMessageOf(callback('created'), PRECOMPILED);
    expect([id, sequence]).toEqual([`${LETTER}.4`, 4]);
    expect(callbackMessageOf(callback('created', { attempts: 9 }), PRECOMPILED).id).toBe(id);
  });

  const told = LETTER_STATUSES.filter((status) => status !== 'returned-letter').map((status) => {
    const { sent_at, completed_at } = bodyOf(callback(status));
    return [status, sent_at !== null, completed_at !== null];
  });
  test('of each status says whether the letter was sent and whether it is over, whatever became of it meanwhile', () => {
    expect(told).toEqual([
      ['pending-virus-check', false, false],
      ['created', false, false],
      ['sending', true, false],
      ['delivered', true, true],
      ['cancelled', false, true],
      ['temporary-failure', true, true],
      ['permanent-failure', true, true],
      ['technical-failure', true, true],
      ['validation-failed', false, true],
      ['virus-scan-failed', false, false],
    ]);
  });
});
