import { AwsError } from '../aws-json.ts';
import type { Bucket } from './store.ts';
import { currentVersion, type StoredObject } from './versions.ts';
import { type XmlElements, xmlDocument } from './xml.ts';

function maxKeys(query: URLSearchParams): number {
  const given = query.get('max-keys');
  const count = given === null ? 1000 : Number(given);
  if (!Number.isInteger(count) || count < 0) {
    throw new AwsError('InvalidArgument', 'Provided max-keys not an integer or within integer range');
  }
  return Math.min(count, 1000);
}

/** Encodes keys as asked by `encoding-type=url`, slashes kept. */
function encoder(query: URLSearchParams): (text: string) => string {
  if (query.get('encoding-type') !== 'url') return (text) => text;
  return (text) => encodeURIComponent(text).replaceAll('%2F', '/');
}

type Entry = { readonly prefix: string } | { readonly object: StoredObject };

/** Objects and, with a delimiter, the common prefixes that stand for many, in one order. */
function entriesOf(objects: readonly StoredObject[], prefix: string, delimiter: string | null): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const object of objects) {
    const cut = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1;
    if (cut < 0) entries.set(object.key, { object });
    else {
      const common = object.key.slice(0, cut + (delimiter?.length ?? 0));
      entries.set(common, { prefix: common });
    }
  }
  return entries;
}

/** ListObjectsV2. The continuation token is the last key or prefix of the page before. */
export function listObjects(bucket: Bucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const limit = maxKeys(query);
  const visible = bucket.objects().filter((object) => currentVersion(object) && object.key.startsWith(prefix));
  const all = [...entriesOf(visible, prefix, query.get('delimiter'))].filter(
    ([name]) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0,
  );
  const page = all.slice(0, limit);
  const truncated = all.length > limit;
  const encode = encoder(query);
  const contents: XmlElements[] = [];
  const prefixes: XmlElements[] = [];
  for (const [, entry] of page) {
    if ('prefix' in entry) prefixes.push({ Prefix: encode(entry.prefix) });
    else {
      const version = currentVersion(entry.object);
      contents.push({
        Key: encode(entry.object.key),
        LastModified: version?.lastModified,
        ETag: `"${version?.etag}"`,
        Size: version?.size,
        StorageClass: 'STANDARD',
      });
    }
  }
  return xmlDocument('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: query.get('delimiter') ?? undefined,
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: limit,
    KeyCount: page.length,
    IsTruncated: truncated,
    NextContinuationToken: truncated ? Buffer.from(page.at(-1)?.[0] ?? after).toString('base64url') : undefined,
    Contents: contents,
    CommonPrefixes: prefixes,
  });
}

/** ListObjectVersions, all at once: newest first within a key. */
export function listVersions(bucket: Bucket, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const encode = encoder(query);
  const rows = bucket
    .objects()
    .filter((object) => object.key.startsWith(prefix))
    .flatMap((object) =>
      object.versions.toReversed().map((version, index) => ({ key: object.key, version, isLatest: index === 0 })),
    );
  const describe = ({ key, version, isLatest }: (typeof rows)[number]) => ({
    Key: encode(key),
    VersionId: version.versionId,
    IsLatest: isLatest,
    LastModified: version.lastModified,
    ...(version.deleted ? {} : { ETag: `"${version.etag}"`, Size: version.size, StorageClass: 'STANDARD' }),
  });
  return xmlDocument('ListVersionsResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: 1000,
    IsTruncated: false,
    Version: rows.filter((row) => !row.version.deleted).map(describe),
    DeleteMarker: rows.filter((row) => row.version.deleted).map(describe),
  });
}
