import { randomBytes } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { type Servers, servers } from './servers';

export type TestBucket = Servers['s3'] & {
  readonly bucket: string;
  /** Removes it with all that it holds. */
  remove: () => Promise<void>;
};

function clientOf(settings: Servers['s3']): S3Client {
  const { endpoint, region, ...credentials } = settings;
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

async function empty(client: S3Client, bucket: string): Promise<void> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    const objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
    if (objects.length > 0)
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects } }));
  }
}

/** A bucket of its own for a test file. */
export async function createTestBucket(): Promise<TestBucket> {
  const settings = servers().s3;
  const bucket = `test-${randomBytes(6).toString('hex')}`;
  const client = clientOf(settings);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return {
    ...settings,
    bucket,
    remove: async () => {
      const remover = clientOf(settings);
      await empty(remover, bucket);
      await remover.send(new DeleteBucketCommand({ Bucket: bucket }));
      remover.destroy();
    },
  };
}
