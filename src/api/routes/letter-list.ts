import { parseLetterId } from '../../domain/letter';
import { baseUrlOf } from '../base-url';
import type { ApiDependencies } from '../dependencies';
import { parseLetterQuery } from '../letter-query';
import { viewLetter } from '../letter-view';
import type { Caller, Exchange, Route } from '../route';
import { sendJson } from '../send';

const PATH = '/v2/notifications';
const PAGE = 250;

type Pair = [name: string, value: string];
type Parameters = Readonly<Record<string, unknown>>;

/** The parameters as they were given, repeats kept. */
const pairsOf = (query: Parameters): Pair[] =>
  Object.entries(query).flatMap(([name, given]) =>
    (Array.isArray(given) ? given : [given]).map((value): Pair => [name, String(value)]),
  );

function linkTo(url: string, pairs: Pair[]): string {
  const search = new URLSearchParams(pairs).toString();
  return search === '' ? url : `${url}?${search}`;
}

/** Notify's Python client goes on with the first UUID in the link: `older_than` comes before any reference that looks like one. */
function linksOf(url: string, query: Parameters, last: string | undefined) {
  const given = pairsOf(query);
  const others = given.filter(([name]) => name !== 'older_than');
  return {
    current: linkTo(url, given),
    ...(last === undefined ? {} : { next: linkTo(url, [['older_than', last], ...others]) }),
  };
}

const createList =
  ({ letters, calendar, settings }: ApiDependencies) =>
  async ({ request, response, caller }: Exchange & { caller: Caller }): Promise<void> => {
    const { service, keyKind } = caller;
    const { letters: asksForLetters, olderThan, ...filter } = parseLetterQuery(request.query);
    const older = olderThan === undefined ? undefined : parseLetterId(olderThan);
    const page = asksForLetters ? await letters.list(service.id, { ...filter, keyKind, olderThan: older }, PAGE) : [];
    const base = baseUrlOf(request, settings);
    sendJson(response, {
      status: 200,
      body: {
        notifications: page.map((letter) => viewLetter(letter, base, calendar)),
        links: linksOf(`${base}${PATH}`, request.query, page.at(-1)?.id),
      },
    });
  };

export const letterListRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'GET', path: PATH, access: 'service', handle: createList(deps) },
];
