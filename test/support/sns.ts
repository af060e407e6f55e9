/** Messages as Amazon's notification service posts them, signed with a key of the tests' own. */
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../fixtures/sns');
export const CERTIFICATE = readFileSync(join(folder, 'cert.pem'), 'utf8');
export const PRIVATE_KEY = readFileSync(join(folder, 'key.pem'), 'utf8');
export const TOPIC = 'arn:aws:sns:eu-west-2:123456789012:responses';
export const CERTIFICATE_URL = 'https://sns.eu-west-2.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem';
export const SUBSCRIBE_URL = 'https://sns.eu-west-2.amazonaws.com/?Action=ConfirmSubscription&Token=abc';

type Fields = Readonly<Record<string, string>>;

const EVENT = JSON.stringify({
  Records: [{ s3: { bucket: { name: 'postroom' }, object: { key: 'responses/NOTIFY-20260303080000-RSP.TXT' } } }],
});

/** Signs as the documentation of the service says: each field's name and value, a line each, sorted by name. */
export function signed(fields: Fields, version: '1' | '2' = '1'): Fields {
  const names = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`])).join('');
  const sign = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256').update(text);
  return {
    ...fields,
    SignatureVersion: version,
    Signature: sign.sign(PRIVATE_KEY, 'base64'),
    SigningCertURL: CERTIFICATE_URL,
  };
}

const common = { MessageId: 'd3b1', Timestamp: '2026-03-03T08:00:00.000Z', TopicArn: TOPIC };

export const aNotification = (changes: Fields = {}): Fields => ({
  Type: 'Notification',
  ...common,
  Subject: 'Amazon S3 Notification',
  Message: EVENT,
  ...changes,
});

export const aConfirmation = (changes: Fields = {}): Fields => ({
  Type: 'SubscriptionConfirmation',
  ...common,
  Message: 'You have chosen to subscribe',
  Token: 'abc',
  SubscribeURL: SUBSCRIBE_URL,
  ...changes,
});
