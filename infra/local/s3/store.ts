import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivateFile } from '../secrets.ts';
import { currentVersion, type ObjectVersion, type StoredObject } from './versions.ts';

/** What a put brings besides the bytes. */
export interface NewObject {
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Bucket {
  readonly name: string;
  versioned(): boolean;
  setVersioned(on: boolean): void;
  /** Every object that ever was and still has a version, in the order of its key's UTF-8 bytes. */
  objects(): StoredObject[];
  find(key: string): StoredObject | undefined;
  read(key: string, version: ObjectVersion): Promise<Buffer>;
  /** Puts unless `precondition` throws; nothing else is put into the bucket between the two. */
  put(key: string, object: NewObject, precondition?: () => void): Promise<ObjectVersion>;
  /** Removes one version for good, or, without an id, hides the object (with versions) or removes it (without). */
  remove(key: string, versionId?: string): { versionId?: string; deleteMarker?: boolean };
}

export interface ObjectFiles {
  bucket(name: string): Bucket | undefined;
  /** Makes the bucket, or returns the one that is there. */
  createBucket(name: string): Bucket;
}

const folderOf = (key: string) => createHash('sha256').update(key).digest('hex');
const byBytes = (a: StoredObject, b: StoredObject) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

function openBucket(root: string, name: string): Bucket {
  const folder = join(root, name);
  const settingsFile = join(folder, 'bucket.json');
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as { versioned: boolean };
  const objects = new Map<string, StoredObject>();
  for (const entry of readdirSync(folder)) {
    const index = join(folder, entry, 'versions.json');
    if (!existsSync(index)) continue;
    const object = JSON.parse(readFileSync(index, 'utf8')) as StoredObject;
    objects.set(object.key, object);
  }
  const fileOf = (key: string, version: ObjectVersion) => join(folder, folderOf(key), version.versionId);

  function save(object: StoredObject): void {
    const place = join(folder, folderOf(object.key));
    if (object.versions.length === 0) {
      objects.delete(object.key);
      rmSync(place, { recursive: true, force: true });
      return;
    }
    objects.set(object.key, object);
    writePrivateFile(join(place, 'versions.json'), JSON.stringify(object));
  }

  function drop(object: StoredObject, gone: (version: ObjectVersion) => boolean): void {
    for (const version of object.versions.filter(gone)) rmSync(fileOf(object.key, version), { force: true });
    save({ ...object, versions: object.versions.filter((version) => !gone(version)) });
  }

  async function write(key: string, { body, ...rest }: NewObject): Promise<ObjectVersion> {
    const version: ObjectVersion = {
      ...rest,
      versionId: settings.versioned ? randomUUID().replaceAll('-', '') : 'null',
      etag: createHash('md5').update(body).digest('hex'),
      size: body.byteLength,
      lastModified: new Date().toISOString(),
    };
    mkdirSync(join(folder, folderOf(key)), { recursive: true, mode: 0o700 });
    await writeFile(fileOf(key, version), body, { mode: 0o600 });
    const earlier = (objects.get(key)?.versions ?? []).filter((one) => one.versionId !== version.versionId);
    save({ key, versions: [...earlier, version] });
    return version;
  }

  let lastPut: Promise<unknown> = Promise.resolve();

  return {
    name,
    versioned: () => settings.versioned,
    setVersioned: (on) => {
      settings.versioned = on;
      writePrivateFile(settingsFile, JSON.stringify(settings));
    },
    objects: () => [...objects.values()].sort(byBytes),
    find: (key) => objects.get(key),
    read: (key, version) => readFile(fileOf(key, version)),
    put: (key, object, precondition) => {
      const put = lastPut.then(() => {
        precondition?.();
        return write(key, object);
      });
      lastPut = put.catch(() => undefined);
      return put;
    },
    remove: (key, versionId) => {
      const object = objects.get(key) ?? { key, versions: [] };
      if (versionId !== undefined) {
        const gone = object.versions.find((version) => version.versionId === versionId);
        drop(object, (version) => version === gone);
        return { versionId, ...(gone?.deleted ? { deleteMarker: true } : {}) };
      }
      if (!settings.versioned) {
        drop(object, (version) => version.versionId === 'null');
        return {};
      }
      const marker: ObjectVersion = {
        versionId: randomUUID().replaceAll('-', ''),
        etag: '',
        size: 0,
        contentType: '',
        headers: {},
        metadata: {},
        lastModified: new Date().toISOString(),
        deleted: true,
      };
      save({ key, versions: [...object.versions, marker] });
      return { versionId: marker.versionId, deleteMarker: true };
    },
  };
}

/** Buckets and objects as files below `root`; everything is there again after a restart. */
export function openObjectFiles(root: string): ObjectFiles {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const names = readdirSync(root).filter((name) => existsSync(join(root, name, 'bucket.json')));
  const buckets = new Map(names.map((name) => [name, openBucket(root, name)]));
  return {
    bucket: (name) => buckets.get(name),
    createBucket: (name) => {
      const existing = buckets.get(name);
      if (existing) return existing;
      writePrivateFile(join(root, name, 'bucket.json'), JSON.stringify({ versioned: false }));
      const bucket = openBucket(root, name);
      buckets.set(name, bucket);
      return bucket;
    },
  };
}

/** Puts a text unless the newest version has the same content; returns true when it was put. */
export async function publishText(bucket: Bucket, key: string, text: string, contentType: string): Promise<boolean> {
  const hash = createHash('sha256').update(text).digest('hex');
  if (currentVersion(bucket.find(key))?.metadata['content-sha256'] === hash) return false;
  await bucket.put(key, { body: Buffer.from(text), contentType, headers: {}, metadata: { 'content-sha256': hash } });
  return true;
}
