/** What Amazon's notification service posts when the bucket has a new object: JSON with a signature over some of its fields. */
import { type Result, ok, refused } from './result';

const TYPES = ['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation'] as const;
export type SnsType = (typeof TYPES)[number];

export interface SnsMessage {
  readonly type: SnsType;
  readonly topicArn: string;
  /** 1: RSA with SHA-1, 2: with SHA-256. */
  readonly signatureVersion: '1' | '2';
  readonly signature: string;
  /** Always one of Amazon's own hosts. */
  readonly signingCertUrl: string;
  /** Of a confirmation; always one of Amazon's own hosts. */
  readonly subscribeUrl: string | null;
  /** What the signature is over. */
  readonly signedText: string;
}

/** In the order in which they are signed; a notification has no subject unless its sender gave one. */
const SIGNED: Readonly<Record<SnsType, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
const MAY_MISS = 'Subject';

/** Scheme, host and nothing before or between: no other port, no name and password, no host that only ends like Amazon's. */
const AMAZON = /^https:\/\/sns\.[a-z0-9-]{3,30}\.amazonaws\.com(\.cn)?\/[\x21-\x5b\x5d-\x7e]*$/;
const CERTIFICATE = /^https:\/\/[^/?#]+\/SimpleNotificationService-[A-Za-z0-9]+\.pem$/;

type Fields = Readonly<Record<string, unknown>>;

function signedTextOf(type: SnsType, fields: Fields): Result<string, string> {
  let text = '';
  for (const name of SIGNED[type]) {
    const value = fields[name];
    if (value === undefined && name === MAY_MISS) continue;
    if (typeof value !== 'string') return refused(`${name} is missing`);
    text += `${name}\n${value}\n`;
  }
  return ok(text);
}

/** Reads a message whose URLs are Amazon's; whether Amazon signed it, and for whom, is another question. */
export function parseSnsMessage(value: unknown): Result<SnsMessage, string> {
  if (typeof value !== 'object' || value === null) return refused('it is no JSON object');
  const fields = value as Fields;
  const type = TYPES.find((known) => known === fields['Type']);
  if (!type) return refused('Type is not one of a notification service');
  const signedText = signedTextOf(type, fields);
  if (!signedText.ok) return signedText;
  const { TopicArn, SignatureVersion, Signature, SigningCertURL, SubscribeURL } = fields;
  if (SignatureVersion !== '1' && SignatureVersion !== '2') return refused('SignatureVersion is neither 1 nor 2');
  if (typeof Signature !== 'string') return refused('Signature is missing');
  if (typeof SigningCertURL !== 'string' || !AMAZON.test(SigningCertURL) || !CERTIFICATE.test(SigningCertURL)) {
    return refused('SigningCertURL is not one of Amazon');
  }
  const subscribeUrl = type === 'Notification' ? null : String(SubscribeURL);
  if (subscribeUrl !== null && !AMAZON.test(subscribeUrl)) return refused('SubscribeURL is not one of Amazon');
  return ok({
    type,
    topicArn: String(TopicArn),
    signatureVersion: SignatureVersion,
    signature: Signature,
    signingCertUrl: SigningCertURL,
    subscribeUrl,
    signedText: signedText.value,
  });
}
