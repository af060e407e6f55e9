/** Letters full of marks, through all that can happen to them. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { createLettersClient } from '../../../dev/demo/letters-client';
import { secretsIn } from '../../../dev/stack/secrets';
import { createCallbackStore } from '../../../src/adapters/postgres/callback-store';
import { createDatabase } from '../../../src/adapters/postgres/pool';
import { LETTER_STATUSES, type ServiceId } from '../../../src/domain/letter';
import { signToken } from '../../api/tokens';
import { eventually } from '../../support/eventually';
import type { Receiver } from '../../support/receiver';
import { type LetterRow, type PostroomUnderTest, SAMPLE } from '../postroom-under-test';
import { type Marks, aMark } from './marks';

const PATIENCE = { everyMs: 200 };
const LETTER = '/v2/notifications/letter';

/** What people wrote. */
export const PERSONAL = {
  reference: aMark('reference'),
  idempotencyKey: aMark('idempotency'),
  pdf: aMark('pdf'),
  brokenPdf: aMark('broken'),
  name: aMark('name'),
  addressLine: aMark('address'),
  more: aMark('more'),
  query: aMark('query'),
  path: aMark('path'),
  body: aMark('body'),
  claim: aMark('claim'),
} satisfies Marks;

/** What opens doors, beside the stack's own secrets. */
export const TOKENS = {
  callbacks: aMark('callbacks'),
  tickets: aMark('tickets'),
  volumes: aMark('volumes'),
  stranger: aMark('stranger'),
} satisfies Marks;

export const SIGNING_KEY = aMark('signing').slice(0, 30);

/** The service hears of all its letters, at an address that fails at first. */
export async function listenToCallbacks({ stack, places }: PostroomUnderTest, service: Receiver): Promise<void> {
  service.next({ kind: 'status', status: 500 }, { kind: 'reset' });
  const database = createDatabase({ url: stack.state.postgresUrl });
  const sealingKey = Buffer.from(secretsIn(places.secretsFile).sealingKey, 'base64');
  await createCallbackStore(database.db, sealingKey).saveEndpoint(stack.state.service.id as ServiceId, {
    url: service.url,
    statuses: LETTER_STATUSES,
    bearerToken: TOKENS.callbacks,
    signingSecret: `whsec_${Buffer.from(SIGNING_KEY).toString('base64')}`,
  });
  await database.close();
}

type Headers = Readonly<Record<string, string>>;

export function tellStory(postroom: PostroomUnderTest) {
  const { apiUrl, service } = postroom.stack.state;
  const tokenOf = (apiKey: string) =>
    signToken({
      secret: apiKey.slice(-36),
      claims: { iss: service.id, iat: Math.floor(Date.now() / 1000), note: PERSONAL.claim },
    });
  const authorization = () => `Bearer ${tokenOf(service.keys.live)}`;
  const get = (path: string, as = authorization()) => fetch(`${apiUrl}${path}`, { headers: { authorization: as } });
  const post = (path: string, body: unknown, headers: Headers = {}) =>
    fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { authorization: authorization(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  async function send(pdf: Buffer, headers?: Headers): Promise<string> {
    const answer = await post(LETTER, { reference: PERSONAL.reference, content: pdf.toString('base64') }, headers);
    if (answer.status !== 201) throw new Error(`the letter was answered ${answer.status} ${await answer.text()}`);
    return ((await answer.json()) as { readonly id: string }).id;
  }

  /** Its values are a person's. */
  async function sendFromTemplate(personalisation: object): Promise<Response> {
    const { name, addressLine, more, reference } = PERSONAL;
    const address = { address_line_1: name, address_line_2: addressLine, postcode: 'SW1A 1AA' };
    const body = {
      template_id: service.letterTemplateId,
      personalisation: { ...address, name, more, ...personalisation },
    };
    return post(LETTER, { ...body, reference });
  }

  async function until(id: string, status: string): Promise<LetterRow> {
    const [row] = await postroom.untilStatus([{ id } as LetterRow], status, PATIENCE);
    if (!row) throw new Error(`there is no letter ${id}`);
    return row;
  }

  return {
    /** Letters that go well, are not posted, lose their file, cannot be read, and are never printed. */
    async letters(): Promise<void> {
      const pdf = await aPdf();
      const repeated = { 'idempotency-key': PERSONAL.idempotencyKey };
      const [well, unlucky, changed] = [await send(pdf, repeated), await send(pdf), await send(pdf)] as const;
      await send(pdf, repeated);
      const broken = await send(Buffer.from(`%PDF-1.7 ${PERSONAL.brokenPdf}`));
      const research = { reference: PERSONAL.reference, postage: 'first', pdf };
      await until(await createLettersClient(apiUrl, service.keys.test).send(research), 'delivered');
      const [written, tooLong] = [await sendFromTemplate({}), await sendFromTemplate({ name: pages(PERSONAL.name) })];
      const fromTemplate = ((await written.json()) as { readonly id: string }).id;
      await until(((await tooLong.json()) as { readonly id: string }).id, 'validation-failed');
      await until(fromTemplate, 'created');
      await until(broken, 'validation-failed');
      await until(well, 'created');
      const { reference } = await until(unlucky, 'created');
      const { print_key: key } = await until(changed, 'created');
      await postroom.printer.control({ robot: { failedReferences: [reference] } });
      await postroom.objects.put(String(key), Buffer.from(`%PDF-1.4 ${PERSONAL.brokenPdf}`), 'application/pdf');
      await postroom.startRun();
      await until(well, 'delivered');
      await until(fromTemplate, 'delivered');
      await until(unlucky, 'temporary-failure');
      await until(changed, 'technical-failure');
    },

    /** Each refused for another reason. Gives what strangers are told. */
    async refusals(): Promise<readonly string[]> {
      const reference = PERSONAL.reference;
      const stranger = `Bearer ${TOKENS.stranger}`;
      const wrongKey = `x-${service.id}-${TOKENS.stranger.slice(-36)}`;
      await post(LETTER, `${PERSONAL.body}{`);
      await post(LETTER, { reference, content: PERSONAL.body, postage: PERSONAL.body });
      await post(LETTER, { reference, content: `${PERSONAL.body}.` });
      await post(LETTER, { reference, content: '', [PERSONAL.body]: 1 });
      await sendFromTemplate({ name: null });
      await sendFromTemplate({ postcode: PERSONAL.addressLine });
      await sendFromTemplate({ address_line_2: `~${PERSONAL.addressLine}` });
      await post(`/v2/template/${service.letterTemplateId}/preview`, { personalisation: PERSONAL.body });
      await get(`/v2/notifications?reference=${PERSONAL.reference}&${PERSONAL.query}=1`);
      await post(`/v2/notifications/${PERSONAL.path}`, { to: PERSONAL.body });
      await get(`/v2/notifications/${PERSONAL.path}?reference=${PERSONAL.query}`);
      await get(`/${PERSONAL.path}?reference=${PERSONAL.query}`);
      const answers = [
        await get(`/v2/notifications/${PERSONAL.path}`, stranger),
        await get('/operations/holds', stranger),
        await get('/operations/holds'),
        await get('/v2/received-text-messages', `Bearer ${tokenOf(wrongKey)}`),
      ];
      return Promise.all(answers.map((answer) => answer.text()));
    },

    /** A letter while a store is away. Gives the answer. */
    async whileAway(name: 'versitygw' | 'Postgres'): Promise<string> {
      const server = postroom.stack.server(name);
      await server.kill(name === 'Postgres' ? 'SIGQUIT' : 'SIGKILL');
      const answer = await post(LETTER, { reference: PERSONAL.reference, content: 'aGk=' });
      await server.start();
      await eventually(async () => (await fetch(`${apiUrl}/readyz`)).ok, PATIENCE);
      if (answer.status !== 500) throw new Error(`without ${name} the letter was answered ${answer.status}`);
      return answer.text();
    },
  };
}

/** More than ten of them. */
const pages = (name: string): string => `${name} `.repeat(4000);

async function aPdf(): Promise<Buffer> {
  const letter = await PDFDocument.load(SAMPLE);
  letter.setTitle(PERSONAL.pdf);
  return Buffer.from(await letter.save({ useObjectStreams: false }));
}
