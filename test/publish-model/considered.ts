/** The protocols that were considered, the wrong ones kept: an explorer that finds nothing in them explores nothing. */
import { type Protocol, end, goOn } from './protocol';
import { type Manifest, type World, withManifest } from './world';

interface Form {
  /** Each attempt sends under a name of its own. */
  readonly newNameEachAttempt?: boolean;
  /** Renames only what the recorded intent names. */
  readonly intent?: boolean;
  /** The intent is also told in the object store, looked up by the batch's name or by letter. */
  readonly manifest?: 'by batch' | 'by letter' | 'listed';
}

/** The form's manifest key: by name alone it is kept once, with the temp it can stand beside another. */
function putManifest(world: World, manifest: Manifest, form: Form): World {
  if (!form.manifest) return world;
  const taken = form.manifest !== 'listed' && world.manifests.some(({ name }) => name === manifest.name);
  return taken ? world : withManifest(world, manifest);
}

/** What a manifest knows better than the row of a Postgres that was set back. */
const recalled = (row: World['row'], witness: Manifest | undefined): World['row'] =>
  witness ? { ...row, name: witness.name, temp: witness.temp } : row;

function claim(form: Form): Protocol['steps'][string] {
  const byLetter = form.manifest === 'by letter' || form.manifest === 'listed';
  return (world, attempt) => {
    if (form.newNameEachAttempt) return goOn(world, attempt, 'read', 'claims', { name: 3 + attempt.id });
    if (byLetter && !world.row.published && world.manifests.length > 1) return { ...end(world, 'halts'), parked: true };
    const row = byLetter && !world.row.published ? recalled(world.row, world.manifests[0]) : world.row;
    const name = row.name || world.nextName;
    return goOn({ ...world, row: { ...row, name } }, attempt, 'read', 'claims', { name });
  };
}

const read =
  (form: Form): Protocol['steps'][string] =>
  (before, attempt) => {
    if (before.row.published) return end(before, 'sees it published');
    if (!form.intent) return goOn(before, attempt, 'statFinal', 'reads');
    const witness = before.manifests.find(({ name }) => name === attempt.name);
    const forgotten = form.manifest === 'by batch' && before.row.temp === 0;
    const world = forgotten ? { ...before, row: recalled(before.row, witness) } : before;
    const { row } = world;
    if (row.temp) return goOn(world, attempt, 'putManifest', 'follows the intent', { temp: row.temp });
    return goOn(world, attempt, 'upload', 'reads');
  };

export function formOf(form: Form): Protocol {
  return {
    awaitsReply: 'reply',
    records: 'record',
    steps: {
      start: claim(form),
      read: read(form),
      statFinal: (world, attempt) => {
        const there = world.finals.includes(attempt.name);
        return goOn(world, attempt, there ? 'record' : 'upload', 'looks for the final file');
      },
      upload: (world, attempt) => {
        const after = { ...world, temps: [...world.temps, attempt.id] };
        return goOn(after, attempt, form.intent ? 'intend' : 'rename', 'uploads', { temp: attempt.id });
      },
      intend: (world, attempt) => {
        if (world.row.published) return end(world, 'sees it published');
        const temp = world.row.temp || attempt.temp;
        return goOn({ ...world, row: { ...world.row, temp } }, attempt, 'putManifest', `intends t${temp}`, { temp });
      },
      putManifest: (world, attempt) => {
        const after = putManifest(world, { name: attempt.name, temp: attempt.temp }, form);
        return goOn(after, attempt, form.manifest === 'listed' ? 'list' : 'statTemp', 'puts the manifest');
      },
      list: (world, attempt) => {
        const strange = world.manifests.some(({ temp }) => temp !== attempt.temp);
        return strange ? { ...end(world, 'halts'), parked: true } : goOn(world, attempt, 'statTemp', 'lists');
      },
      statTemp: (world, attempt) => {
        const there = world.temps.includes(attempt.temp);
        return goOn(world, attempt, there ? 'rename' : 'record', 'looks for the temp');
      },
      rename: (world, attempt) => {
        const { temp, name, id } = attempt;
        const flights = [...world.flights, { temp, name, attempt: id, linked: false }];
        return goOn({ ...world, flights }, attempt, 'reply', `renames t${temp}`);
      },
      reply: (world, attempt) => goOn(world, attempt, 'record', 'hears the reply'),
      record: (world) => end({ ...world, row: { ...world.row, published: true } }, 'records it published'),
    },
  };
}
