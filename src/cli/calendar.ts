import type { Command } from 'commander';
import { londonDayOf } from '../domain/calendar';
import { ENGLAND_AND_WALES } from '../domain/calendar-data';
import { HOLIDAYS_ADDRESS, holidayChanges, readHolidayList, whyNotReplace } from '../domain/holiday-list';
import type { CliDependencies } from './dependencies';
import { UsageError } from './failures';
import { type Report, recordReport } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const NO_FILE = `BANK_HOLIDAYS_FILE: is missing (see .env.example); give API, workers and this command the same file, then refresh again`;

async function refresh(
  { bankHolidays, clock }: Pick<CliDependencies, 'bankHolidays' | 'clock'>,
  { options: { from } }: Call<{ from: string }>,
): Promise<Report> {
  const { file } = bankHolidays;
  if (file === null) throw new UsageError(NO_FILE);
  const current = bankHolidays.inForce();
  // A file that cannot be read is what this command repairs.
  const known = current.ok ? current.value : ENGLAND_AND_WALES;
  const list = readHolidayList(await bankHolidays.fetch(from), from);
  if (!list.ok) throw new UsageError(`${from} is not taken: ${list.error}`);
  const fault = whyNotReplace(list.value, known, londonDayOf(clock.now()));
  if (fault !== undefined) throw new UsageError(`${from} is not taken: ${fault}`);
  await bankHolidays.write(list.value);
  const { dates } = list.value;
  return recordReport({
    file,
    holidays: dates.length,
    first: dates[0]?.date,
    last: dates.at(-1)?.date,
    ...holidayChanges(list.value, known),
    next: 'restart API and workers, which read the list when they start',
  });
}

export function addCalendar(program: Command, surroundings: Surroundings): void {
  const noun = program.command('calendar').description('the bank holidays of England and Wales');
  addVerb<{ from: string }>(noun, surroundings, 'refresh', 'fetches the latest list of bank holidays', refresh).option(
    '--from <place>',
    'an address or a file',
    HOLIDAYS_ADDRESS,
  );
}
