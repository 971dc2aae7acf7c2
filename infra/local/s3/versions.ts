/** One version of an object. Its bytes lie in a file named after `versionId`. */
export interface ObjectVersion {
  readonly versionId: string;
  /** MD5 in hexadecimal, without quotes. */
  readonly etag: string;
  readonly size: number;
  readonly contentType: string;
  /** Headers that come back as they were given: cache-control, content-disposition, checksums and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly lastModified: string;
  /** True for the mark that a deletion leaves in a bucket with versions. */
  readonly deleted?: boolean;
}

/** All versions of one key, oldest first. */
export interface StoredObject {
  readonly key: string;
  versions: ObjectVersion[];
}

/** The newest version, unless the object is absent or deleted. */
export function currentVersion(object: StoredObject | undefined): ObjectVersion | undefined {
  const newest = object?.versions.at(-1);
  return newest?.deleted ? undefined : newest;
}
