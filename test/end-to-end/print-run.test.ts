import { createHash, randomUUID } from 'node:crypto';
import { createLettersClient, tokenOf } from '../../dev/demo/letters-client';
import { workflowIds, scheduleIds } from '../../src/contract';
import { parseDay, printDayOf } from '../../src/domain/calendar';
import { eventually } from '../support/eventually';
import { type LetterRow, type PostroomUnderTest, startPostroom } from './postroom-under-test';

const PATIENCE = { everyMs: 100 };

describe('A print run on real parts', () => {
  let postroom: PostroomUnderTest;

  beforeAll(async () => {
    postroom = await startPostroom({ BATCH_MAX_LETTERS: '4' });
  }, 300_000);

  afterAll(() => postroom.end(), 180_000);

  const resultOf = (workflowId: string): Promise<unknown> => postroom.temporal.workflow.getHandle(workflowId).result();

  const ticketsOf = async (kind: string) => (await postroom.tickets()).filter((ticket) => ticket.kind === kind);

  const infoLinesOf = ({ id, reference }: LetterRow): readonly string[] =>
    [postroom.stack.api.log(), postroom.stack.worker.log()]
      .join('\n')
      .split('\n')
      .filter((line) => (line.includes(id) || line.includes(reference)) && line.includes('"level":"info"'));

  test('rows 1, 4 and 5: letters reach the printer once, in zips of at most 4, and become sending, then delivered', async () => {
    const letters = await postroom.letters(10, 'first');
    expect(
      letters.every(({ print_key }) =>
        /^\d{4}-\d\d-\d\d\/NOTIFY\.[A-Z0-9]{16}\.D\.1\.C\.\d{14}\.PDF$/.test(print_key ?? ''),
      ),
    ).toBe(true);
    const run = await postroom.startRun();
    expect(await resultOf(run.workflowId)).toMatchObject({
      kind: 'dispatched',
      batches: 3,
      letters: 10,
      leftBehind: 0,
    });
    const answered = await postroom.untilStatus(letters, 'delivered');
    expect(await postroom.timesPrinted(letters)).toEqual(letters.map(() => 1));
    for (const id of new Set(answered.map(({ batch_id }) => String(batch_id)))) {
      expect(await resultOf(`batch-${id}`)).toMatchObject({ kind: 'closed' });
      expect(await postroom.batch(id)).toMatchObject({
        state: 'closed',
        acknowledged_at: expect.any(String) as string,
      });
    }
    const events = await postroom.database.query<{ status: string }>(
      'select status from letter_events where letter_id = $1 order by sequence',
      [letters[0]?.id],
    );
    expect(events.rows.map(({ status }) => status)).toEqual(['pending-virus-check', 'created', 'sending', 'delivered']);
  });

  test('row 17: a letter that goes well writes two lines at info, accepted and its final status', async () => {
    const letters = await postroom.letters(2, 'economy');
    await postroom.startRun();
    await postroom.untilStatus(letters, 'delivered');
    for (const letter of letters) await eventually(() => infoLinesOf(letter).length === 2, PATIENCE);
  });

  test('row 16: each activity logs its name and its time at info', () => {
    const lines = postroom.stack.worker
      .log()
      .split('\n')
      .filter((line) => line.includes('activity done'));
    const logged = lines.map((line) => JSON.parse(line) as { activity?: string; durationMs?: number; level?: string });
    for (const activity of [
      'prepareLetters',
      'claimBatches',
      'sealBatch',
      'uploadTemp',
      'publishTemp',
      'markSending',
      'applyInboundFile',
    ]) {
      expect(logged).toContainEqual(
        expect.objectContaining({ activity, level: 'info', durationMs: expect.any(Number) as number }),
      );
    }
  });

  test('rows 6 and 7: a letter that the printer fails becomes temporary-failure, the others are delivered, one ticket names it', async () => {
    const letters = await postroom.letters(3);
    const [unlucky, ...others] = letters;
    if (!unlucky) throw new Error('no letters');
    await postroom.printer.control({ robot: { failedReferences: [unlucky.reference] } });
    await postroom.startRun();
    await postroom.untilStatus([unlucky], 'temporary-failure');
    await postroom.untilStatus(others, 'delivered');
    const [ticket] = await eventually(async () => {
      const tickets = await ticketsOf('letters-failed');
      return tickets.length > 0 && tickets;
    }, PATIENCE);
    expect(ticket?.message).toContain(unlucky.reference);
  });

  test('a PDF that is missing or has changed is dropped before sealing, ticketed, and the rest goes', async () => {
    const letters = await postroom.letters(4);
    const [missing, changed, ...rest] = letters;
    if (!missing?.print_key || !changed?.print_key) throw new Error('no letters');
    await postroom.objects.remove(missing.print_key);
    await postroom.objects.put(changed.print_key, Buffer.from('%PDF-1.4 another'), 'application/pdf');
    await postroom.startRun();
    await postroom.untilStatus(rest, 'delivered');
    await postroom.untilStatus([missing, changed], 'technical-failure');
    expect(await postroom.timesPrinted(letters)).toEqual([0, 0, 1, 1]);
    const [ticket] = await ticketsOf('letter-dropped');
    expect(ticket?.message).toContain(missing.id);
    expect(ticket?.message).toContain(changed.id);
  });

  test('a run without letters is an empty run and says so', async () => {
    const run = await postroom.startRun();
    expect(await resultOf(run.workflowId)).toMatchObject({ kind: 'nothing-to-do', batches: 0, letters: 0 });
  });

  test('a run of a day whose cut-off lies ahead is refused unless a cut-off is given', async () => {
    const answer = await postroom.operations('POST', '/print-runs', { day: printDayOf(new Date()), reason: 'test' });
    expect(answer.status).toBe(409);
    expect(JSON.stringify(answer.body)).toContain('Ask again with a cut-off');
  });

  test('the scheduled run fires though a run by hand came before, and is run 1 of its day', async () => {
    const letters = await postroom.letters(1);
    const byHand = await postroom.startRun();
    expect(byHand.runNo).toBeGreaterThan(1);
    await postroom.temporal.schedule.getHandle(scheduleIds.printRun).trigger();
    const day = parseDay(byHand.day);
    if (!day) throw new Error('the run has no day');
    const run = await eventually(async () => {
      const { body } = await postroom.operations('GET', `/print-runs/${day}`);
      const runs = body['runs'] as readonly { run_no: number; state: string; workflow_id: string }[];
      return runs.find(({ run_no, state }) => run_no === 1 && state === 'dispatched');
    }, PATIENCE);
    expect(run.workflow_id).not.toBe(workflowIds.printRun(day, 1));
    await postroom.untilStatus(letters, 'delivered');
    expect(await postroom.timesPrinted(letters)).toEqual([1]);
  });

  test('a letter from a template is printed byte for byte as its service is shown it', async () => {
    const { apiUrl, service } = postroom.stack.state;
    const id = await postroom.service.sendFromTemplate({
      reference: randomUUID(),
      templateId: service.letterTemplateId,
      personalisation: {
        name: 'Ms Ŵyn Sample',
        address_line_1: 'Ms Ŵyn Sample',
        address_line_2: '1 Road',
        postcode: 'SW1A 1AA',
      },
    });
    const [letter] = await eventually(async () => {
      const [row] = await postroom.rows([{ id }]);
      return row?.print_key ? ([row] as const) : undefined;
    }, PATIENCE);
    const headers = { authorization: `Bearer ${await tokenOf(service.keys.live)}` };
    const shown = await fetch(`${apiUrl}/v2/notifications/${id}/pdf`, { headers });
    const pdf = Buffer.from(await shown.arrayBuffer());
    expect([shown.status, pdf.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    await postroom.startRun();
    await postroom.untilStatus([letter], 'delivered');
    const entries = (await postroom.receivedZips()).flatMap((zip) => zip.entries);
    expect(entries.filter(({ name }) => name.includes(letter.reference))).toEqual([
      expect.objectContaining({ bytes: pdf.length, sha256: createHash('sha256').update(pdf).digest('hex'), pages: 1 }),
    ]);
  });

  test('a letter of a test key is delivered and never printed', async () => {
    const { state } = postroom.stack;
    const client = createLettersClient(state.apiUrl, state.service.keys.test);
    const [sample] = await postroom.letters(1);
    const pdf = sample?.print_key && (await postroom.objects.get(sample.print_key));
    if (!pdf) throw new Error('no sample');
    const id = await client.send({ reference: 'research', postage: 'second', pdf });
    await eventually(async () => (await client.status(id)) === 'received', PATIENCE);
    await postroom.startRun();
    await postroom.untilStatus([sample], 'delivered');
    expect(await postroom.timesPrinted(await postroom.rows([{ id }]))).toEqual([0]);
  });
});
