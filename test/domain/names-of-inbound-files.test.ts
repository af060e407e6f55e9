import fc from 'fast-check';
import { parseSha256 } from '../../src/domain/letter';
import { fakeResponseNameOf, parseInboundName, rawInboundKeyOf } from '../../src/domain/names';
import { parseStamp, stampOf } from '../../src/domain/stamp';
import { instants, present, runs } from './arbitraries';

const HASH = present(parseSha256('666f6f6261'.repeat(6) + '0123'));

describe("A printer's file", () => {
  it.each([
    ['NOTIFY.20260105183000.ACK.TXT', 'acknowledgement', '2026-01-05T18:30:00.000Z'],
    ['notify.20260105183000.ack.txt', 'acknowledgement', '2026-01-05T18:30:00.000Z'],
    ['NOTIFY-20260106093015-RSP.TXT', 'response', '2026-01-06T09:30:15.000Z'],
    ['NOTIFY-20260106093015-RS.TXT', 'response', '2026-01-06T09:30:15.000Z'],
    ['Notify-20260106093015-Rsp.txt', 'response', '2026-01-06T09:30:15.000Z'],
    ['NOTIFY-20261231235960-RSP.TXT', 'response', '2027-01-01T00:00:00.000Z'],
  ])('%s is known by its name, and its stamp is UTC', (name, kind, at) => {
    expect(parseInboundName(name)).toEqual({ kind, at: new Date(at) });
  });

  it.each([
    '',
    'NOTIFY.20260105183000.RSP.TXT',
    'NOTIFY-20260105183000-ACK.TXT',
    'NOTIFY-20260105183000-RSP.TXT.part',
    'NOTIFY-20260105183000-RSPX.TXT',
    'NOTIFY-20260230183000-RSP.TXT',
    'NOTIFY-20260105240000-RSP.TXT',
    'NOTIFY-20260105236000-RSP.TXT',
    'NOTIFY-2026010518300-RSP.TXT',
    'OTHER-20260105183000-RSP.TXT',
    '../NOTIFY-20260105183000-RSP.TXT',
    'NOTIFY-20260105183000-RSP.TXT\n',
  ])('%p is not one of those that are read', (name) => {
    expect(parseInboundName(name)).toBeUndefined();
  });

  it('row 13: may be one that nobody printed anything for, and then never has a name of the printer', () => {
    const at = new Date('2026-01-05T18:30:00.000Z');
    expect(fakeResponseNameOf(at)).toBe('NOTIFY-20260105183000-RS.TXT');
    expect(parseInboundName(fakeResponseNameOf(at, 'POSTROOM'), 'POSTROOM')).toEqual({ kind: 'response', at });
  });

  it('may have the prefix of the configuration', () => {
    expect(parseInboundName('POSTROOM.20260105183000.ACK.TXT', 'POSTROOM')?.kind).toBe('acknowledgement');
    expect(parseInboundName('NOTIFY.20260105183000.ACK.TXT', 'POSTROOM')).toBeUndefined();
  });

  it('is kept under the hash of its bytes and its name without any path', () => {
    expect(rawInboundKeyOf(HASH, 'Notify-20260106093015-Rsp.txt')).toBe(
      `inbound/${HASH}/NOTIFY-20260106093015-RSP.TXT`,
    );
    expect(rawInboundKeyOf(HASH, '../../x.txt')).toBe(`inbound/${HASH}/X.TXT`);
  });
});

describe('A time stamp', () => {
  it('is read back as it was made, to the second', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const second = Math.floor(instant.getTime() / 1000) * 1000;
        expect(parseStamp(stampOf(instant))?.getTime()).toBe(second);
      }),
      runs,
    );
  });
});
