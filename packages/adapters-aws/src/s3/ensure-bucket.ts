import { CreateBucketCommand, HeadBucketCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

/** Resolves when the bucket is there and may be used; makes it when it is missing and `create` says so, else throws. */
export const ensureBucket = async (
  client: S3Client,
  bucket: string,
  { create }: { readonly create: boolean },
): Promise<void> => {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (!create || !isMissing(error)) throw error;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
