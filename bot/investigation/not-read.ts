import type { Coverage } from '../domain/coverage.ts';
import type { NotRead } from '../domain/observation.ts';
import type { EvidenceSet, Signal } from '../domain/signals.ts';

/** Entries kept in an answer: a folder full of foreign files must not fill it. */
const MOST = 50;

const SOURCES: Readonly<Record<Signal, string>> = {
  objects: 'kubernetes',
  events: 'kubernetes',
  changes: 'kubernetes',
  logs: 'logs',
  metrics: 'metrics',
  slis: 'metrics',
  topology: 'metrics',
  alerts: 'metrics',
  traces: 'metrics',
};

/**
 * What the sources say that they could not read or understand, each once: files in name order, then kinds that may not
 * be listed, failed or are longer than what was read.
 */
export function notReadOf(evidence: Pick<EvidenceSet, Signal>): {
  readonly notRead: readonly NotRead[];
  readonly notReadTotal?: number;
} {
  const files = new Map<string, NotRead>();
  const kinds = new Map<string, NotRead>();
  let beyond = 0;
  for (const [signal, source] of Object.entries(SOURCES) as [Signal, string][]) {
    const coverage = evidence[signal].coverage;
    if (coverage === undefined) continue;
    for (const { file, line, reason } of coverage.notUnderstood) {
      const key = `${file}:${line ?? ''}`;
      if (!files.has(key)) files.set(key, { source: sourceOf(file) ?? source, name: file, line, reason });
    }
    beyond = Math.max(beyond, (coverage.notUnderstoodTotal ?? 0) - coverage.notUnderstood.length);
    for (const { name, reason } of kindsNotRead(coverage)) kinds.set(`${name} ${reason}`, { source, name, reason });
  }
  const byName = [...files.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const all = [...byName, ...kinds.values()];
  const total = all.length + beyond;
  return { notRead: all.slice(0, MOST), notReadTotal: total > Math.min(all.length, MOST) ? total : undefined };
}

/** By its place in a snapshot: every backend names the files that it came across. */
function sourceOf(file: string): string | undefined {
  if (/^(?:kubernetes|changes)\b/.test(file)) return 'kubernetes';
  if (/^logs\//.test(file)) return 'logs';
  if (/^(?:metrics|traces|alerts|topology)\b/.test(file)) return 'metrics';
  return /^runbooks\//.test(file) ? 'runbooks' : undefined;
}

/** Damaged files are named as files already; what remains are kinds that a running system did not give. */
function kindsNotRead({ readings, notUnderstood }: Coverage): { name: string; reason: string }[] {
  return readings.flatMap(({ kind, state, reason }) => {
    if (state === 'seen' || state === 'not-served' || reason === undefined) return [];
    return notUnderstood.some(({ file }) => reason.startsWith(file)) ? [] : [{ name: kind, reason }];
  });
}
