import { SignJWT } from 'jose';

/** A service's API key, `<name>-<service uuid>-<secret uuid>`, as its team holds it. */
export interface LettersClient {
  /** Sends one PDF and returns the letter's id. */
  send(letter: { readonly reference: string; readonly postage: string; readonly pdf: Buffer }): Promise<string>;
  /** Sends one letter made from a template, and returns its id. */
  sendFromTemplate(letter: {
    readonly reference: string;
    readonly templateId: string;
    readonly personalisation: Readonly<Record<string, string>>;
  }): Promise<string>;
  /** The status as the service sees it. */
  status(id: string): Promise<string>;
}

/** A token for the key, good for half a minute. */
export async function tokenOf(apiKey: string): Promise<string> {
  const secret = new TextEncoder().encode(apiKey.slice(-36));
  return new SignJWT()
    .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
    .setIssuer(apiKey.slice(-73, -37))
    .setIssuedAt()
    .sign(secret);
}

/** Speaks to the API as a service team's program does. Throws on every answer but the expected one. */
export function createLettersClient(apiUrl: string, apiKey: string): LettersClient {
  async function call(path: string, expected: number, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await fetch(`${apiUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${await tokenOf(apiKey)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status !== expected) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }
  return {
    async send({ reference, postage, pdf }) {
      const content = pdf.toString('base64');
      return String((await call('/v2/notifications/letter', 201, { reference, postage, content })).id);
    },
    async sendFromTemplate({ reference, templateId, personalisation }) {
      const body = { reference, template_id: templateId, personalisation };
      return String((await call('/v2/notifications/letter', 201, body)).id);
    },
    status: async (id) => String((await call(`/v2/notifications/${id}`, 200)).status),
  };
}
