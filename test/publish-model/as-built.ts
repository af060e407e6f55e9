import { type Protocol, end, goOn } from './protocol';
import { sameManifest, withManifest } from './world';

/** As src/activities/transfer does it, step by step and under the same names; `publishTemp` is tried again with the temp it was given. */
export const AS_BUILT: Protocol = {
  records: 'recordEvidence',
  resumes: 'publishTemp',
  steps: {
    start: (before, attempt) => {
      const world = before.row.name ? before : { ...before, row: { ...before.row, name: before.nextName } };
      const { name, temp, published } = world.row;
      if (published) return end(world, 'sees it published');
      if (temp) return goOn(world, attempt, 'isStaged', 'follows the intent', { name, temp });
      return goOn(world, attempt, 'uploadTemp', 'reads', { name });
    },
    uploadTemp: (world, attempt) =>
      goOn({ ...world, temps: [...world.temps, attempt.id] }, attempt, 'statTemp', 'uploads', { temp: attempt.id }),
    publishTemp: (world, attempt) => {
      const { name, temp, published } = world.row;
      if (!name) return end(world, 'finds its batch over');
      if (published) return end(world, 'sees it published');
      if (temp) return goOn(world, attempt, 'isStaged', 'follows the intent', { name, temp });
      return goOn(world, attempt, 'statTemp', 'reads', { name });
    },
    statTemp: (world, attempt) => {
      if (world.temps.includes(attempt.temp)) return goOn(world, attempt, 'recordIntent', 'sees its temp');
      const told = world.manifests.some((manifest) => sameManifest(manifest, attempt));
      return { ...end(world, 'misses its temp'), parked: told };
    },
    recordIntent: (world, attempt) => {
      if (world.row.name !== attempt.name) return end(world, 'finds no row');
      const temp = world.row.temp || attempt.temp;
      return goOn({ ...world, row: { ...world.row, temp } }, attempt, 'isStaged', `intends t${temp}`, { temp });
    },
    isStaged: (world, attempt) => {
      const there = world.temps.includes(attempt.temp);
      return goOn(world, attempt, there ? 'putManifest' : 'explainGone', 'looks for the temp');
    },
    explainGone: (world, attempt) => {
      const { temp, issued, published } = world.row;
      const known = published || (temp === attempt.temp && issued);
      return goOn(world, attempt, known ? 'recordEvidence' : 'manifestStands', 'reads the row again');
    },
    manifestStands: (world, attempt) =>
      world.manifests.some((manifest) => sameManifest(manifest, attempt))
        ? { ...end(world, 'halts: gone before its rename'), parked: true }
        : goOn(world, attempt, 'clearIntent', 'sees no manifest'),
    clearIntent: (world, attempt) => {
      const { temp, issued } = world.row;
      const row = temp === attempt.temp && !issued ? { ...world.row, temp: 0 } : world.row;
      return end({ ...world, row }, 'clears the intent');
    },
    putManifest: (world, attempt) =>
      goOn(withManifest(world, { name: attempt.name, temp: attempt.temp }), attempt, 'list', 'puts the manifest'),
    list: (world, attempt) => goOn(world, attempt, 'intents', 'lists', { listed: world.manifests }),
    intents: (world, attempt) => {
      if (!sameManifest(world.row, attempt)) return end(world, 'finds its intent moved');
      const allKnown = attempt.listed.every((manifest) => sameManifest(manifest, world.row));
      if (!allKnown) return { ...end(world, 'halts: unknown manifest'), parked: true };
      return goOn(world, attempt, 'issueRename', 'knows every manifest', { listed: [] });
    },
    issueRename: (world, attempt) => {
      if (!sameManifest(world.row, attempt)) return end(world, 'finds its intent moved');
      const row = { ...world.row, issued: true };
      return goOn({ ...world, row }, attempt, 'isStagedAgain', 'issues the rename');
    },
    isStagedAgain: (world, attempt) => {
      const there = world.temps.includes(attempt.temp);
      return goOn(world, attempt, there ? 'publish' : 'recordEvidence', 'looks again');
    },
    publish: (world, attempt) => {
      const { temp, name, id } = attempt;
      const flights = [...world.flights, { temp, name, attempt: id, linked: false }];
      return goOn({ ...world, flights }, attempt, 'isStagedAfter', `renames t${temp}`);
    },
    isStagedAfter: (world, attempt) =>
      world.temps.includes(attempt.temp)
        ? end(world, 'is in doubt')
        : goOn(world, attempt, 'recordEvidence', 'looks after'),
    recordEvidence: (world, attempt) => {
      const stands = world.row.name === attempt.name && world.row.temp !== 0;
      const row = stands ? { ...world.row, published: true } : world.row;
      return end({ ...world, row }, 'records it published');
    },
  },
};
