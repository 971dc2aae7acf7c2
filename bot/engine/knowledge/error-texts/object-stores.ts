import type { ErrorText } from './error-text.ts';

/**
 * What MinIO prints, and what clients print of its answers. Source: minio's cmd/api-errors.go (`XMinioStorageFull`, 507;
 * S3's own codes with S3's own words), cmd/object-api-errors.go, and how its logger heads an entry: `API: PutObject(…)`.
 */
export const OBJECT_STORES: readonly ErrorText[] = [
  {
    id: 'minio-storage-full',
    pattern: String.raw`\bXMinioStorageFull\b|reached its minimum free (?:drive|disk) threshold`,
    example:
      'API: PutObject(bucket=scans, object=a/1.tif) Error: Storage backend has reached its minimum free drive threshold. Please delete a few objects to proceed. (cmd.StorageFull)',
    nearMiss: 'API: SYSTEM() drive /data is 91% full, scanner cycle 1204 finished',
    meaning: 'has too little disk space and takes no more objects',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.9,
    engine: 'minio',
  },
  {
    // The server tells of whom it refuses: its own credentials are another matter.
    id: 'minio-refuses-key',
    pattern: String.raw`\bAPI: \w+\([^)\n]*\)[^\n]{0,160}\(?\b(?:InvalidAccessKeyId|SignatureDoesNotMatch)\b(?:[^\n]{0,80}?\bremotehost["=: ]{1,4}(?P<client>[\d.]+))?`,
    example:
      'API: GetObject(bucket=scans) Error: The Access Key Id you provided does not exist in our records. (InvalidAccessKeyId) RemoteHost: 10.0.3.7',
    nearMiss: 'API: GetObject(bucket=scans) Error: The specified key does not exist. (NoSuchKey) RemoteHost: 10.0.3.7',
    meaning: 'uses a key that the object store does not accept',
    cause: 'credentials_expired',
    blamed: 'client',
    strength: 0.8,
    engine: 'minio',
  },
];
