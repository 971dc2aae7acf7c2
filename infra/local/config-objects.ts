import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

const FOLDER = join(import.meta.dirname, 'config-objects');

const DUTY = 'duty.yaml';

/**
 * Puts the example configuration into the bucket; an object that is there already stays as its owner left it. A
 * `dutyFile` takes the place of duty.yaml at each start.
 */
export async function publishConfigObjects(client: S3Client, bucket: string, dutyFile?: string): Promise<void> {
  if (dutyFile) await client.send(new PutObjectCommand({ Bucket: bucket, Key: DUTY, Body: readFileSync(dutyFile) }));
  const entries = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const key = relative(FOLDER, file).split(sep).join('/');
    const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body: readFileSync(file), IfNoneMatch: '*' });
    await client.send(put).catch((error: Error) => {
      if (error.name !== 'PreconditionFailed') throw error;
    });
  }
}
