import { explainFailure } from '../../domain/failure-words';
import { type Letter, parseLetterId } from '../../domain/letter';
import { incomingKeyOf } from '../../domain/names';
import type { ApiDependencies } from '../dependencies';
import { badRequest, faultOf, invalid, noResult, notReady } from '../errors';
import type { Caller, Exchange, Route } from '../route';
import { sendFile } from '../send';
import { readUuid } from '../uuid';

/** Where the letter's PDF is: the one that is printed; of a refused letter the one that came in. Throws the refusal of a status that has none. */
function keyOf({ status, printKey, reference }: Letter): string | null {
  switch (status) {
    case 'virus-scan-failed':
      throw badRequest('File did not pass the virus scan');
    case 'technical-failure':
      throw badRequest('PDF not available for letters in status technical-failure');
    case 'pending-virus-check':
      throw notReady();
    case 'validation-failed':
      return printKey ?? incomingKeyOf(reference);
    case 'created':
    case 'sending':
    case 'delivered':
    case 'returned-letter':
    case 'cancelled':
    case 'temporary-failure':
    case 'permanent-failure':
      return printKey;
  }
}

/** Beside a refused PDF: the failure's name, and a sentence for people. */
function refusalOf(letter: Letter): Readonly<Record<string, string>> {
  const reason = letter.status === 'validation-failed' ? explainFailure(letter) : null;
  return reason === null ? {} : { 'Postroom-Failure': letter.failure ?? '', 'Postroom-Failure-Reason': reason };
}

/** A store that cannot be reached is answered as a PDF that is not there yet: the client is to come again (letters-api §7.4). */
async function fetchPdf(key: string, { objects, log }: ApiDependencies): Promise<Buffer | undefined> {
  try {
    return await objects.get(key);
  } catch (error) {
    log.error(faultOf(error), 'a PDF could not be read');
    return undefined;
  }
}

const createShow =
  (deps: ApiDependencies) =>
  async ({ request, response, caller }: Exchange & { caller: Caller }): Promise<void> => {
    const id = parseLetterId(readUuid(request.params['target']) ?? '');
    if (!id) throw invalid('notification_id is not a valid UUID');
    const letter = await deps.letters.find(caller.service.id, id);
    if (!letter) throw noResult();
    const key = keyOf(letter);
    const pdf = key === null ? undefined : await fetchPdf(key, deps);
    if (!pdf) throw notReady();
    sendFile(response, { type: 'application/pdf', bytes: pdf, headers: refusalOf(letter) });
  };

export const letterPdfRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'GET', path: '/v2/notifications/:target/pdf', access: 'service', handle: createShow(deps) },
];
