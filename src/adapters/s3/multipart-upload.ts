import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

export interface Place {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
}

/** An object in the making: nothing of it is to be seen until it is complete. */
export interface MultipartUpload {
  add(number: number, data: Buffer): Promise<void>;
  complete(): Promise<void>;
  /** Takes the parts back. */
  abandon(): Promise<void>;
}

export async function startUpload(client: S3Client, { bucket, key, contentType }: Place): Promise<MultipartUpload> {
  const where = { Bucket: bucket, Key: key };
  const withChecksums = (await client.config.requestChecksumCalculation()) === 'WHEN_SUPPORTED';
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({
      ...where,
      ContentType: contentType,
      ...(withChecksums && { ChecksumAlgorithm: 'CRC32' }), // that of the parts, which the SDK adds by itself
    }),
  );
  const parts: CompletedPart[] = [];
  return {
    add: async (number, data) => {
      const part = { ...where, UploadId, PartNumber: number, Body: data };
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part));
      parts.push({ PartNumber: number, ETag, ChecksumCRC32 });
    },
    complete: async () => {
      await client.send(new CompleteMultipartUploadCommand({ ...where, UploadId, MultipartUpload: { Parts: parts } }));
    },
    abandon: async () => {
      await client.send(new AbortMultipartUploadCommand({ ...where, UploadId }));
    },
  };
}
