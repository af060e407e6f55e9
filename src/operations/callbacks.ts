import { randomBytes } from 'node:crypto';
import type { CallbackEndpoint } from '../domain/callback';
import { parseCallbackUrl } from '../domain/callback-endpoint';
import { LETTER_STATUSES, type LetterStatus, type ServiceId } from '../domain/letter';
import { type Result, ok, refused } from '../domain/result';
import type { CallbackStore, ServiceStore, Workflows } from '../ports';

interface Dependencies {
  readonly callbacks: CallbackStore;
  readonly services: Pick<ServiceStore, 'find'>;
  readonly workflows: Pick<Workflows, 'hintCallbacks'>;
  readonly callbacksAllowPrivate: boolean;
}

/** What is to be changed of an endpoint; the rest stays as it is. */
export interface EndpointOrder {
  readonly serviceId: ServiceId;
  readonly url?: string;
  readonly statuses?: readonly LetterStatus[];
  /** One of the service's own, or a new one. */
  readonly token?: { readonly kind: 'given'; readonly token: string } | { readonly kind: 'generated' };
  readonly sign?: boolean;
}

/** An endpoint with the secrets that were made for it: they are shown this one time. */
export interface SetEndpoint {
  readonly endpoint: CallbackEndpoint;
  readonly bearerToken: string | null;
  readonly signingSecret: string | null;
}

const newToken = (): string => `postroom_callback_${randomBytes(32).toString('base64url')}`;
/** Standard Webhooks asks for 24 to 64 random bytes. */
const newSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

function whyNot({ token, sign }: EndpointOrder, known: CallbackEndpoint | undefined): string | undefined {
  const hasSecret = token !== undefined || sign === true || known !== undefined;
  return hasSecret ? undefined : 'it needs a bearer token, or signatures, or both';
}

/** Makes or changes a service's endpoint; undefined: there is no such service. */
export async function setEndpoint(
  order: EndpointOrder,
  { callbacks, services, workflows, callbacksAllowPrivate: allowPrivate }: Dependencies,
): Promise<Result<SetEndpoint, string> | undefined> {
  const { serviceId, token, sign = false } = order;
  if (!(await services.find(serviceId))) return undefined;
  const known = await callbacks.endpoint(serviceId);
  const fault = whyNot(order, known);
  if (fault !== undefined) return refused(fault);
  const given = order.url ?? known?.url;
  if (given === undefined) return refused('it needs a URL');
  const url = parseCallbackUrl(given, { allowPrivate });
  if (!url.ok) return refused(`the URL ${url.error}`);
  const bearerToken = token?.kind === 'generated' ? newToken() : token?.token;
  const signingSecret = sign && !known?.isSigned ? newSigningSecret() : undefined;
  const endpoint = await callbacks.saveEndpoint(serviceId, {
    url: url.value,
    statuses: order.statuses ?? known?.statuses ?? LETTER_STATUSES,
    ...(bearerToken === undefined ? {} : { bearerToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
  });
  await workflows.hintCallbacks([serviceId]);
  const made = token?.kind === 'generated' ? bearerToken : undefined;
  return ok({ endpoint, bearerToken: made ?? null, signingSecret: signingSecret ?? null });
}

/** A new signing secret beside the one before; undefined where none signs, or two do already. */
export async function rotateSecret(
  serviceId: ServiceId,
  { callbacks }: Pick<Dependencies, 'callbacks'>,
): Promise<string | undefined> {
  const secret = newSigningSecret();
  return (await callbacks.rotateSecret(serviceId, secret)) ? secret : undefined;
}
