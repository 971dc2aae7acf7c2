import { hostOf } from '../metrics/targets.ts';
import type { LogEntry, Scene } from '../scene.ts';
import { writtenLines } from './forms.ts';

/** The recorded logs as files, in the form in which this system keeps them. */
export function logFiles(scene: Scene): Map<string, string> {
  const entries = [...scene.logs].filter(({ time }) => time / 1000 <= scene.axis.end).sort((a, b) => a.time - b.time);
  switch (scene.system.logs) {
    case 'ndjson':
      return new Map([['logs/export.ndjson', lines(entries.map(exported))]]);
    case 'journal':
      return byFile(entries, (entry) => `logs/${entry.part.name}.log`, journal);
    case 'service-files':
      return byFile(
        entries,
        (entry) => `logs/${entry.part.name}.log`,
        (entry) => writtenLines(entry),
      );
    case 'pod-files':
      return byFile(
        entries,
        (entry) => `logs/${entry.part.namespace}/${entry.pod?.name ?? entry.part.name}.log`,
        timed,
      );
  }
}

function byFile(
  entries: readonly LogEntry[],
  fileOf: (entry: LogEntry) => string,
  write: (entry: LogEntry) => readonly string[],
): Map<string, string> {
  const files = new Map<string, string[]>();
  for (const entry of entries) {
    const file = fileOf(entry);
    const written = files.get(file);
    if (written === undefined) files.set(file, [...write(entry)]);
    else written.push(...write(entry));
  }
  return new Map([...files].map(([file, written]) => [file, lines(written)]));
}

function exported(entry: LogEntry): string {
  return JSON.stringify({
    timestamp: new Date(entry.time).toISOString(),
    service: entry.part.name,
    ...(entry.pod === undefined ? {} : { pod: entry.pod.name, container: entry.part.name }),
    message: writtenLines(entry).join('\n'),
  });
}

/** With the prefix of `kubectl logs --timestamps`. */
function timed(entry: LogEntry): readonly string[] {
  const stamp = new Date(entry.time).toISOString().replace('Z', '000000Z');
  return writtenLines(entry).map((line) => `${stamp} ${line}`);
}

/** As `journalctl -o short-iso` prints it. */
function journal(entry: LogEntry): readonly string[] {
  const stamp = new Date(entry.time).toISOString().slice(0, 19);
  const host = entry.pod?.node ?? hostOf(entry.part, 0);
  const who =
    entry.logger === 'kernel'
      ? 'kernel'
      : entry.logger === 'systemd'
        ? 'systemd[1]'
        : `${entry.part.name}[${812 + (entry.part.name.length % 7) * 31}]`;
  const written = entry.logger === 'kernel' || entry.logger === 'systemd' ? [entry.text] : writtenLines(entry);
  return written.map((line) => `${stamp}+0000 ${host} ${who}: ${line}`);
}

function lines(written: readonly string[]): string {
  return written.length === 0 ? '' : `${written.join('\n')}\n`;
}
