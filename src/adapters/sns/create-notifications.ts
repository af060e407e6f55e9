import { X509Certificate, createVerify } from 'node:crypto';
import type { SnsMessage } from '../../domain/sns-message';
import type { Notifications } from '../../ports';
import { fetchSmall } from './fetch-small';

export interface NotificationOptions {
  /** Fetches a certificate, or the address that confirms a subscription. */
  readonly fetch?: (url: string) => Promise<Buffer>;
  readonly now?: () => Date;
}

const MOST_CERTIFICATES = 16;
const ALGORITHMS: Readonly<Record<SnsMessage['signatureVersion'], string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

const isValidAt = (certificate: X509Certificate, now: Date): boolean =>
  Date.parse(certificate.validFrom) <= now.getTime() && now.getTime() <= Date.parse(certificate.validTo);

/**
 * Amazon's notification service. Who is believed is whoever holds the key of a certificate that lies at one of Amazon's
 * own hosts; `parseSnsMessage` lets no other address through, and the certificate of that host is checked by TLS.
 */
export function createNotifications({
  fetch = fetchSmall,
  now = () => new Date(),
}: NotificationOptions = {}): Notifications {
  const known = new Map<string, X509Certificate>();

  async function certificateAt(url: string): Promise<X509Certificate> {
    const cached = known.get(url);
    if (cached && isValidAt(cached, now())) return cached;
    const certificate = new X509Certificate(await fetch(url));
    if (known.size >= MOST_CERTIFICATES) known.clear();
    known.set(url, certificate);
    return certificate;
  }

  return {
    isSigned: async ({ signingCertUrl, signatureVersion, signature, signedText }) => {
      const certificate = await certificateAt(signingCertUrl);
      const verify = createVerify(ALGORITHMS[signatureVersion]).update(signedText, 'utf8');
      return isValidAt(certificate, now()) && verify.verify(certificate.publicKey, signature, 'base64');
    },
    confirm: async (url) => {
      await fetch(url);
    },
  };
}
