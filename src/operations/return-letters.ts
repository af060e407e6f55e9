import { parseReferenceList } from '../domain/returned-letters';
import { ok } from '../domain/result';
import type { LetterStore, Workflows } from '../ports';

export interface ReturnDependencies {
  readonly letters: Pick<LetterStore, 'returned'>;
  readonly workflows: Pick<Workflows, 'hintBatches'>;
}

const counted = <Entry>(entries: readonly Entry[]) => ({ count: entries.length, references: entries });

/** Letters that came back by post become `returned-letter`. Refused is only what is no list; all else is counted and named. */
export async function returnLetters(text: string, actor: string, { letters, workflows }: ReturnDependencies) {
  const list = parseReferenceList(text);
  if (!list.ok) return list;
  const { references, repeated, foreign } = list.value;
  const { returned, again, notMovable, unknown, batches } = await letters.returned(references, actor);
  await workflows.hintBatches(batches);
  return ok({
    returned: returned.length,
    already_returned: counted(again),
    repeated_in_list: counted(repeated),
    not_returnable: counted(notMovable),
    unknown: counted([...unknown, ...foreign]),
  });
}
