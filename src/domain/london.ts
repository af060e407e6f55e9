const OFFSET = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeZoneName: 'longOffset' });
const SHAPE = /GMT(?:([+-])(\d{2}):(\d{2}))?$/;

/** How far London's clock is ahead of UTC at an instant, in milliseconds: an hour in summer, nothing in winter. */
export function londonOffsetMs(instant: Date): number {
  const [, sign = '+', hours = '0', minutes = '0'] = SHAPE.exec(OFFSET.format(instant)) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -offset : offset;
}
