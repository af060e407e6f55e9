import { type PostroomUnderTest, startPostroom } from './postroom-under-test';

describe('Two workers', () => {
  let postroom: PostroomUnderTest;

  beforeAll(async () => {
    postroom = await startPostroom({ BATCH_MAX_LETTERS: '2' }, { workers: 2 });
  }, 300_000);

  afterAll(() => postroom.end(), 180_000);

  test('row 15: share a run without knowing of each other, and each letter is printed once', async () => {
    const letters = await postroom.letters(24);
    await postroom.startRun();
    await postroom.untilStatus(letters, 'delivered');
    expect(await postroom.timesPrinted(letters)).toEqual(letters.map(() => 1));
    const zips = await postroom.receivedZips();
    expect(new Set(zips.map(({ file }) => file)).size).toBe(12);
    for (const worker of postroom.stack.workers) expect(worker.log()).toContain('"activity done"');
  });
});
