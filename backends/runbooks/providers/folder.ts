import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { BackendError } from '../../common/backend-error.ts';
import type { RunbookDocument, RunbooksProvider } from '../provider.ts';

export interface FolderOptions {
  readonly dir: string;
  /** Name of the system the runbooks are for. */
  readonly cluster: string;
  /** Documents read at most; more is a warning. */
  readonly maxDocuments: number;
  readonly now?: () => Date;
}

interface FolderFile {
  readonly path: string;
  readonly absolute: string;
  /** Changes when the file does. */
  readonly version: string;
}

interface Loaded {
  readonly version: string;
  readonly items: readonly RunbookDocument[];
  readonly warnings: readonly string[];
}

const LARGEST = 1024 * 1024;
const HIDDEN = /(^|\/)[._]/;

/**
 * Serves the Markdown files of a folder and the folders in it, as they are at each call: what was read is kept until a
 * file is added, changed or removed. Hidden files are not read, and no link is followed. A folder that is away is
 * `unavailable`; one without Markdown is empty.
 */
export function createFolderRunbooksProvider(options: FolderOptions): RunbooksProvider {
  const now = options.now ?? (() => new Date());
  let loaded: Loaded | undefined;
  const load = async (signal: AbortSignal): Promise<Loaded> => {
    signal.throwIfAborted();
    const found = await filesIn(options.dir, signal);
    const files = found.slice(0, options.maxDocuments);
    const version = found.map((file) => `${file.path} ${file.version}`).join('\n');
    if (loaded?.version === version) return loaded;
    const warnings: string[] = [];
    const items: RunbookDocument[] = [];
    if (found.length > files.length)
      warnings.push(`only the first ${files.length} of ${found.length} runbooks are read`);
    for (const { path, absolute } of files) {
      signal.throwIfAborted();
      const markdown = await readMarkdown(absolute);
      if (markdown === undefined) warnings.push(`${path} cannot be read or is larger than ${LARGEST} bytes, skipped`);
      else items.push({ id: path.replace(/\.(md|markdown)$/, '').replaceAll('/', '--'), markdown });
    }
    loaded = { version, items, warnings };
    return loaded;
  };
  return {
    now,
    describe: async ({ signal }) => {
      const { items, warnings } = await load(signal);
      return {
        provider: 'folder',
        cluster: options.cluster,
        namespaces: [],
        asOf: now().toISOString(),
        signals: items.length > 0 ? ['runbooks'] : [],
        warnings: [...warnings],
        coverage: {
          readings: [
            warnings[0] === undefined
              ? { kind: 'runbooks', state: 'seen', items: items.length }
              : { kind: 'runbooks', state: 'truncated', items: items.length, reason: warnings[0] },
          ],
          notUnderstood: [],
        },
      };
    },
    documents: async ({ signal }) => {
      const { items } = await load(signal);
      return { present: items.length > 0, items };
    },
  };
}

/** In name order. */
async function filesIn(dir: string, signal: AbortSignal): Promise<FolderFile[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files: FolderFile[] = [];
    for (const entry of entries) {
      signal.throwIfAborted();
      const absolute = join(entry.parentPath, entry.name);
      const path = relative(dir, absolute).split(sep).join('/');
      if (!entry.isFile() || HIDDEN.test(path) || !/\.(md|markdown)$/.test(path)) continue;
      const status = await stat(absolute).catch(() => undefined);
      if (status !== undefined)
        files.push({ path, absolute, version: `${status.ino} ${status.size} ${status.mtimeMs}` });
    }
    return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    signal.throwIfAborted();
    throw new BackendError('unavailable', 'The folder of runbooks cannot be read.', { cause: error });
  }
}

async function readMarkdown(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > LARGEST) return undefined;
    return await readFile(file, 'utf8');
  } catch {
    // It may have gone since it was listed: said as a warning by the caller.
    return undefined;
  }
}
