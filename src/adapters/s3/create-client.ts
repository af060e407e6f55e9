import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface ObjectStoreSettings {
  /** Null for AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  /** Null: the SDK looks for a role or a profile. */
  readonly accessKeyId: string | null;
  readonly secretAccessKey: string | null;
  /** `endpoint/bucket/key`, which every server but AWS wants. */
  readonly pathStyle: boolean;
  /** `WHEN_REQUIRED` for servers that choke on the checksums the SDK adds by itself. */
  readonly checksums: 'WHEN_SUPPORTED' | 'WHEN_REQUIRED';
  readonly limits?: Partial<ObjectStoreLimits>;
}

export interface ObjectStoreLimits {
  readonly connectMs: number;
  /** Until the answer's head is there; afterwards, the longest silence in its body. */
  readonly requestMs: number;
  /** Sockets are opened when needed. A request that waits for one uses up its own time, so there is one for each of 8 zips × 32 reads ahead. */
  readonly sockets: number;
  /** Tries of one request, the first included: one bad answer among thousands of reads must not cost a zip. */
  readonly tries: number;
}

const LIMITS: ObjectStoreLimits = { connectMs: 5_000, requestMs: 30_000, sockets: 256, tries: 3 };

/** The vendor's client within our limits of time and sockets. */
export function createClient(settings: ObjectStoreSettings): S3Client {
  const { connectMs, requestMs, sockets, tries } = { ...LIMITS, ...settings.limits };
  const { endpoint, accessKeyId, secretAccessKey } = settings;
  const agent = { keepAlive: true, maxSockets: sockets };
  return new S3Client({
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    requestChecksumCalculation: settings.checksums,
    responseChecksumValidation: settings.checksums,
    maxAttempts: tries,
    cacheMiddleware: true, // building it anew for each call costs a third of a small read
    requestHandler: new NodeHttpHandler({
      connectionTimeout: connectMs,
      requestTimeout: requestMs,
      throwOnRequestTimeout: true, // without it the SDK only warns
      socketTimeout: requestMs,
      httpAgent: agent,
      httpsAgent: agent,
    }),
    ...(endpoint !== null && { endpoint }),
    ...(accessKeyId !== null && secretAccessKey !== null && { credentials: { accessKeyId, secretAccessKey } }),
  });
}
