import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { SreError } from '../../domain/errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { callAws } from '../aws-errors.ts';

/** Seven days: the longest that Signature Version 4 lets a link live. */
const LONGEST_LINK_SECONDS = 604_800;

/** Objects of one S3 bucket. Errors are SreErrors: `not-found` for a missing key, `forbidden`, `unavailable`, … */
export function createS3ObjectStore({ client, bucket }: { client: S3Client; bucket: string }): ObjectStore {
  return {
    async get(key, options = {}) {
      return callAws('read an object', async () => {
        try {
          const found = await client.send(
            new GetObjectCommand({ Bucket: bucket, Key: key, IfNoneMatch: options.ifNoneMatch }),
          );
          return { text: (await found.Body?.transformToString('utf-8')) ?? '', etag: etagOf(found) };
        } catch (error) {
          if (isNotModified(error)) return { notModified: true as const };
          throw error;
        }
      });
    },
    async put(key, body, { contentType }) {
      return callAws('write an object', async () => {
        const written = await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
        );
        return { etag: etagOf(written) };
      });
    },
    async link(key, seconds) {
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_LINK_SECONDS) {
        throw new SreError('invalid-input', `a link lives 1 to ${LONGEST_LINK_SECONDS} seconds, not ${seconds}`);
      }
      return callAws('sign a link', () =>
        getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: seconds }),
      );
    },
  };
}

/** S3 names the version of everything it gives and takes; what comes without is the answer of something else. */
function etagOf({ ETag }: { readonly ETag?: string }): string {
  if (ETag === undefined) throw new SreError('bad-upstream', 'the object store answered without an ETag');
  return ETag;
}

function isNotModified(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } })?.$metadata?.httpStatusCode === 304;
}
