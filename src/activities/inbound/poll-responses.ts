import { baseNameOf, parseInboundName } from '../../domain/names';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ListedObject, ObjectStore } from '../../ports';
import type { ActivityDependencies } from '../dependencies';
import { type Progress, trackProgress } from '../progress';
import { type RawSource, createKeepRaw, rawDigestOf, waitingFiles } from './keep-raw';
import { type UnexpectedFile, createUnexpectedFiles } from './unexpected-files';

type Dependencies = Pick<ActivityDependencies, 'objects' | 'inbound' | 'tickets' | 'clock' | 'log' | 'settings'>;

const PAGE = 1_000;

async function* pagesOf(objects: AsyncIterable<ListedObject>): AsyncGenerator<readonly ListedObject[]> {
  let page: ListedObject[] = [];
  for await (const object of objects) {
    page.push(object);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const sourceIn =
  (objects: Pick<ObjectStore, 'getStream'>) =>
  (key: string): RawSource => ({
    name: baseNameOf(key),
    source: 'bucket',
    read: async (take) => take(await objects.getStream(key)),
  });

const keysOf = (objects: readonly ListedObject[]) => objects.map(({ key }) => key);

const namedFor =
  (filePrefix: string) =>
  ({ key }: ListedObject): boolean =>
    parseInboundName(baseNameOf(key), filePrefix) !== undefined;

const asUnexpected = ({ key, bytes, etag }: ListedObject, raw: RawSource): UnexpectedFile => ({
  name: key,
  bytes,
  identity: `${key}|${etag}`,
  raw,
});

/**
 * Looks for the printer's files under the response prefix of our own bucket. Objects there do not grow. They are left
 * where they are, and remembered by key and ETag, so that each is read once and not at every poll.
 */
export function createPollResponses(dependencies: Dependencies): LettersActivities['pollResponses'] {
  const { objects, inbound, tickets, log, settings } = dependencies;
  const sourceOf = sourceIn(objects);
  const keep = createKeepRaw(dependencies);
  const reportUnexpected = createUnexpectedFiles(dependencies, (name) => name.startsWith(settings.responsesPrefix));

  /** One object that cannot be taken in never stops the others: false, and the next poll tries it again. */
  async function takeIn({ key, etag }: ListedObject, progress: Progress): Promise<boolean> {
    try {
      const digest = await rawDigestOf(sourceOf(key), progress);
      await keep(sourceOf(key), digest, progress);
      await inbound.rememberObject({ key, etag, sha256: digest.sha256 });
      return true;
    } catch (error) {
      log.error({ key, error: String(error) }, 'an object under the response prefix could not be taken in');
      return false;
    }
  }

  const isOurs = namedFor(settings.filePrefix);

  /** The keys that failed. */
  async function takeInPage(page: readonly ListedObject[], progress: Progress): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const object of await inbound.unreadObjects(page.filter(isOurs))) {
      if (!(await takeIn(object, progress))) failed.push(object.key);
      progress.item();
    }
    progress.rows(page.length);
    return failed;
  }

  return async () => {
    const progress = trackProgress();
    const unknown: ListedObject[] = [];
    const failed: string[] = [];
    for await (const page of pagesOf(objects.list(settings.responsesPrefix))) {
      failed.push(...(await takeInPage(page, progress)));
      unknown.push(...page.filter((object) => !isOurs(object) && !object.key.endsWith('/')));
    }
    const settled = unknown.map((object) => asUnexpected(object, sourceOf(object.key)));
    await reportUnexpected({ there: [...keysOf(unknown), ...failed], settled, failed }, progress);
    await tickets.resolve(ticketKeys.pollFailing('responses'));
    return { files: await waitingFiles(inbound) };
  };
}
