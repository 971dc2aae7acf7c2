/**
 * Writes the analyzer catalogue from the analyzers' own metadata: `node bot/engine/catalogue.ts [--check]`.
 * With `--check` nothing is written; the exit status is 1 when the file differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CAUSE_CODES } from '../domain/cause.ts';
import { ANALYZERS } from './analyzers/index.ts';

const FILE = fileURLToPath(new URL('./analyzers/README.md', import.meta.url));

/** The catalogue as Markdown: a row per analyzer, then the causes that no analyzer names yet. */
export function catalogue(): string {
  const code = (text: string) => `\`${text}\``;
  const rows = ANALYZERS.map(
    (analyzer) =>
      `| ${code(analyzer.id)} | ${analyzer.title} | ${analyzer.causes.map(code).join(' ') || '(symptom only)'} | ` +
      `${[...analyzer.needs.map(code), ...(analyzer.prefers ?? []).map((signal) => `(${code(signal)})`)].join(' ')} | ${analyzer.example.replaceAll('|', '\\|')} |`,
  );
  const covered = new Set(ANALYZERS.flatMap((analyzer) => analyzer.causes));
  const missing = CAUSE_CODES.filter((cause) => !covered.has(cause));
  return [
    '# Analyzers',
    '',
    'Made by `npm run generate` from the analyzers themselves. What an analyzer needs in brackets it can do without, but then',
    'never says that all is well.',
    '',
    '| id | what it looks at | causes it names | needs | example |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    missing.length === 0
      ? 'Every cause code is named by at least one analyzer.'
      : `Causes that no analyzer names yet: ${missing.map(code).join(' ')}.`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = catalogue();
  if (!process.argv.includes('--check')) writeFileSync(FILE, wanted);
  else if (wanted !== (readIfThere(FILE) ?? '')) {
    console.error('bot/engine/analyzers/README.md is stale: run npm run generate');
    process.exitCode = 1;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
