import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A file below a folder, at the place where it was found. */
export interface FoundFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly absolute: string;
  /** Where its bytes are: another place than `absolute` behind a symbolic link. */
  readonly real: string;
}

/** What is below a folder and is no file that can be read, with the reason. */
export interface NotFollowed {
  readonly path: string;
  readonly reason: string;
}

/**
 * Every file below a folder. Symbolic links are followed as long as they stay inside; a file that several names lead to
 * is listed once, under the name that is no link where there is one. Names that begin with a dot are left out, unless a
 * link leads there. Rejects with the file system's error when the folder itself cannot be read.
 */
export async function walkFolder(dir: string): Promise<{ files: FoundFile[]; notFollowed: NotFollowed[] }> {
  const root = await realpath(dir);
  const files = new Map<string, FoundFile>();
  const linked: FoundFile[] = [];
  const notFollowed: NotFollowed[] = [];
  const inside = (real: string): boolean => real === root || real.startsWith(root + sep);

  const visit = async (folder: string, path: string, above: readonly string[], link: boolean): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const absolute = join(folder, entry.name);
      const here = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isSymbolicLink()) await follow(absolute, here, above);
      else if (entry.isDirectory()) await enter(absolute, here, above, link);
      else if (entry.isFile()) note({ path: here, absolute, real: link ? await realpath(absolute) : absolute }, link);
      else notFollowed.push({ path: here, reason: 'is no file' });
    }
  };

  const note = (file: FoundFile, link: boolean): void => {
    if (link) linked.push(file);
    else files.set(file.real, file);
  };

  const enter = async (folder: string, path: string, above: readonly string[], link: boolean): Promise<void> => {
    await visit(folder, path, [...above, await realpath(folder)], link).catch((error: NodeJS.ErrnoException) => {
      notFollowed.push({ path, reason: `cannot be read (${error.code ?? 'unknown reason'})` });
    });
  };

  const follow = async (absolute: string, path: string, above: readonly string[]): Promise<void> => {
    const real = await realpath(absolute).catch(() => undefined);
    if (real === undefined) notFollowed.push({ path, reason: 'is a link to nothing' });
    else if (!inside(real)) notFollowed.push({ path, reason: 'is a link out of the folder, not followed' });
    else if ((await stat(real)).isDirectory()) {
      // A link to a folder that it is in itself would never end.
      if (!above.includes(real)) await enter(absolute, path, above, true);
    } else linked.push({ path, absolute, real });
  };

  await visit(root, '', [root], false);
  for (const file of linked) if (!files.has(file.real)) files.set(file.real, file);
  return { files: [...files.values()], notFollowed };
}
