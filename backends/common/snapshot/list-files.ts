import { stat } from 'node:fs/promises';
import { type FileRole, type Judgement, roleByName, rolesByContent } from './file-roles.ts';
import { InvalidSnapshot } from './invalid-snapshot.ts';
import { readLineBatches } from './line-batches.ts';
import { type LinePrefix, linePrefixOf } from './line-prefix.ts';
import { isPlain, type Packing, packingOf, readTailText } from './packed.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';
import type { WarningList } from './warning-list.ts';

export type { FileRole } from './file-roles.ts';

export interface SnapshotFile {
  /** Relative to the snapshot folder, with forward slashes. */
  readonly path: string;
  readonly absolute: string;
  readonly role: FileRole;
  /** How the text is packed; absent for plain UTF-8. */
  readonly packing?: Pick<Packing, 'compression' | 'encoding'>;
  /** What stands before each line of a log of several containers. */
  readonly prefix?: LinePrefix;
}

/** Files looked into at the same time. */
const AT_ONCE = 16;

/**
 * Lists a snapshot folder in name order, each file with its role: by place and name, or by how it begins. A file that
 * holds objects and logs is listed under both. What is no part of a snapshot becomes a warning. Throws InvalidSnapshot
 * when it is no folder or holds no source.
 */
export async function listSnapshotFiles(dir: string, warnings: WarningList): Promise<SnapshotFile[]> {
  const status = await stat(dir).catch(() => undefined);
  if (status === undefined) throw new InvalidSnapshot(`snapshot folder ${dir} does not exist`);
  if (!status.isDirectory()) throw new InvalidSnapshot(`snapshot ${dir} is not a folder`);
  const { files: found, notFollowed } = await walkFolder(dir).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidSnapshot(`snapshot folder ${dir} cannot be read (${error.code ?? 'unknown reason'})`);
  });
  for (const { path, reason } of notFollowed) warnings.add(path, reason);
  const files: SnapshotFile[] = [];
  for (let from = 0; from < found.length; from += AT_ONCE)
    for (const one of await Promise.all(found.slice(from, from + AT_ONCE).map((file) => look(file, warnings))))
      files.push(...one);
  if (!files.some((file) => file.role !== 'context'))
    throw new InvalidSnapshot(
      `snapshot folder ${dir} holds no source: no objects, logs, metrics, traces, changes, alerts, topology or runbooks`,
    );
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function isObjects(judged: Judgement): boolean {
  return 'role' in judged && (judged.role === 'kubernetes' || judged.role === 'kubernetes-dump');
}

/** In one stream, `kubectl cluster-info dump` writes the logs after the objects, far from the beginning. */
async function endsWithLogs(absolute: string, packing: Packing): Promise<boolean> {
  if (isPlain(packing)) return (await readTailText(absolute, 4_096)).includes('\n==== END logs');
  let last = '';
  try {
    for await (const lines of readLineBatches(absolute, undefined, 0, packing)) last = lines.at(-1) || last;
  } catch {
    // Cut off: it is named when its objects are read.
  }
  return last.startsWith('==== END logs');
}

async function look({ path, absolute }: FoundFile, warnings: WarningList): Promise<SnapshotFile[]> {
  const packing = await packingOf(absolute).catch((error: NodeJS.ErrnoException) => error);
  if (packing instanceof Error) {
    warnings.add(path, `cannot be read (${packing.code ?? 'unknown reason'})`);
    return [];
  }
  const named = roleByName(path);
  if (packing.foreign !== undefined) {
    warnings.add(path, packing.foreign);
    return [];
  }
  const first: readonly Judgement[] = named === undefined ? rolesByContent(path, packing.head) : [{ role: named }];
  const dump = first.some(isObjects) && first.length === 1 && (await endsWithLogs(absolute, packing));
  const judged: readonly Judgement[] = dump ? [...first, { role: 'pod-log' }] : first;
  const { compression, encoding } = packing;
  const packed = isPlain(packing) ? {} : { packing: { compression, encoding } };
  return judged.flatMap((one) => {
    const prefix = 'role' in one && one.role === 'log' ? linePrefixOf(packing.head) : undefined;
    if ('role' in one) return [{ path, absolute, role: one.role, ...packed, ...(prefix && { prefix }) }];
    warnings.add(path, one.reason);
    return [];
  });
}
