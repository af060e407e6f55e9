import { type AcceptedLetter, audit } from './auditor';

const accepted: AcceptedLetter[] = [
  { reference: 'A', sha256: 'a' },
  { reference: 'B', sha256: 'b' },
];
const entry = (reference: string, sha256 = reference.toLowerCase()) => ({
  name: `NOTIFY.${reference}.D.2.C.20260302173000.PDF`,
  sha256,
});
const received = (file: string, ...entries: object[]) => JSON.stringify({ event: 'received', file, entries });
const log = (...lines: string[]) => `${lines.join('\n')}\n`;

describe('The auditor', () => {
  it('is content when each letter came once, with its bytes', () => {
    const acknowledged = JSON.stringify({ event: 'acknowledged', file: 'NOTIFY.1.ACK.TXT', zips: ['1.ZIP'] });
    expect(audit(log(received('1.ZIP', entry('A')), acknowledged, received('2.ZIP', entry('B'))), accepted)).toEqual(
      [],
    );
  });

  it.each([
    ['a letter that is lost', log(received('1.ZIP', entry('A'))), 'letter B is lost'],
    ['every letter when nothing came', '', 'letter A is lost'],
    ['a letter twice in one zip', log(received('1.ZIP', entry('A'), entry('A'), entry('B'))), 'letter A came 2 times'],
    [
      'a letter in two zips',
      log(received('1.ZIP', entry('A'), entry('B')), received('2.ZIP', entry('A'))),
      'letter A came 2 times',
    ],
    ['a zip twice', log(received('1.ZIP', entry('A'), entry('B')), received('1.zip')), 'zip 1.ZIP came 2 times'],
    ['other bytes', log(received('1.ZIP', entry('A', 'x'), entry('B'))), 'has other bytes'],
    ['a letter that nobody sent', log(received('1.ZIP', entry('A'), entry('B'), entry('C'))), 'was never accepted'],
    [
      'a zip that cannot be read',
      log(received('1.ZIP', entry('A'), entry('B')), JSON.stringify({ event: 'unreadable', file: '2.ZIP' })),
      '2.ZIP could not be read',
    ],
  ])('names %s', (_title, text, finding) => {
    expect(audit(text, accepted).join('\n')).toContain(finding);
  });
});
