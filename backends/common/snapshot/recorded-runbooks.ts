import type { SnapshotFile } from './list-files.ts';
import { readText } from './read-json.ts';
import type { WarningList } from './warning-list.ts';

/** One Markdown file as it was written. */
export interface RunbookFile {
  /** The path below `runbooks/` without its ending, `/` written as `--`; fits in a URL path. */
  readonly id: string;
  readonly path: string;
  readonly markdown: string;
}

/** Reads runbooks/**.md in name order. */
export async function readRunbooks(files: readonly SnapshotFile[], warnings: WarningList): Promise<RunbookFile[]> {
  const runbooks: RunbookFile[] = [];
  for (const file of files) {
    if (file.role !== 'runbook') continue;
    const markdown = await readText(file, warnings);
    if (markdown === undefined) continue;
    const id = file.path
      .replace(/^runbooks\//, '')
      .replace(/\.(md|markdown)$/, '')
      .replaceAll('/', '--');
    runbooks.push({ id, path: file.path, markdown });
  }
  return runbooks;
}
