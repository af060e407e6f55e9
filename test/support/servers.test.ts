import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from 'pg';
import { createTestBucket } from './bucket';
import { createTestDatabase } from './database';
import { connectTemporal } from './temporal';

describe('Each test file has for its own', () => {
  it('a database with every table, which each role can reach', async () => {
    const database = await createTestDatabase();
    const worker = new Client({ connectionString: database.urlAs('postroom_worker') });
    await worker.connect();
    const { rowCount } = await worker.query('SELECT id FROM letters');
    await worker.end();
    await database.drop();
    expect(rowCount).toBe(0);
  });

  it('a bucket, which goes with all that it holds', async () => {
    const { bucket, remove, endpoint, region, ...credentials } = await createTestBucket();
    const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'incoming/A.PDF', Body: 'letter' }));
    await remove();
    const gone = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'incoming/B.PDF', Body: 'letter' }));
    await expect(gone).rejects.toThrow('bucket does not exist');
    client.destroy();
  });

  it('a namespace that knows what batches are searched by', async () => {
    const { connection, namespace, close } = await connectTemporal();
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const wanted = ['PrintDay', 'ServiceId', 'BatchState', 'LetterCount', 'DueAt'];
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(wanted));
    await close();
  });
});
