import { basename, resolve } from 'node:path';
import type { Change, Coverage, CoverageReading } from '../../../schemas/generated/kubernetes.ts';
import type { Alert } from '../../../schemas/generated/metrics.ts';
import { readContext } from './context.ts';
import { type KubernetesObjects, readKubernetesObjects } from './kubernetes-objects.ts';
import { latestMoment } from './latest-moment.ts';
import { listSnapshotFiles, type SnapshotFile } from './list-files.ts';
import { type LogFile, listLogFiles } from './log-files.ts';
import { measuredCopies } from './measured-copies.ts';
import { measuredMachines, measuredWorkloads } from './measured-workloads.ts';
import { once } from './once.ts';
import { readOpenMetrics } from './open-metrics.ts';
import { type RecordedSpan, readSpans } from './otlp-spans.ts';
import { createPodServiceNames, type PodServiceNames } from './pod-service-names.ts';
import { readPrometheusJson } from './prometheus-json.ts';
import { readAlerts } from './recorded-alerts.ts';
import { readChanges } from './recorded-changes.ts';
import { type RunbookFile, readRunbooks } from './recorded-runbooks.ts';
import { type RecordedTopology, readTopology } from './recorded-topology.ts';
import { createSeriesBuilder, type RecordedSeries } from './series-builder.ts';
import { shiftTime, shiftTimesDeep } from './shift-times.ts';
import { createWarningList, type WarningList, whereIn } from './warning-list.ts';

/**
 * A snapshot folder, opened. Each source is read from disk at its first use and kept, logs excepted: those are only
 * listed, to be streamed. All times are shifted by `shiftSeconds`, those inside log lines' text excepted.
 */
export interface Snapshot {
  readonly dir: string;
  readonly cluster: string;
  readonly namespaces: readonly string[];
  readonly report?: string;
  /** The moment of the recording, shifted. */
  readonly now: Date;
  /** The moment of the recording, as recorded. */
  readonly capturedAt: Date;
  readonly shiftSeconds: number;
  /** True when the folder holds files of this source, before they are read. */
  has(source: SnapshotSource): boolean;
  kubernetes(): Promise<KubernetesObjects>;
  /** Oldest first. */
  changes(): Promise<readonly Change[]>;
  logFiles(): Promise<readonly LogFile[]>;
  podServiceNames(): Promise<PodServiceNames>;
  metrics(): Promise<readonly RecordedSeries[]>;
  spans(): Promise<readonly RecordedSpan[]>;
  alerts(): Promise<readonly Alert[]>;
  topology(): Promise<RecordedTopology | undefined>;
  runbooks(): Promise<readonly RunbookFile[]>;
  /** Adds a warning found while streaming. */
  warn(file: string, trouble: string, line?: number): void;
  /** One line for each damaged or skipped file seen so far. */
  warnings(): string[];
  /** These readings with what was not understood so far; a signal whose files are all damaged is `unread`. */
  coverage(readings: readonly CoverageReading[]): Coverage;
  /** The reading of a source other than objects: what is there of it, and how many files or items. */
  reading(source: Exclude<SnapshotSource, 'kubernetes'>, items: number): CoverageReading[];
}

export type SnapshotSource =
  | 'kubernetes'
  | 'logs'
  | 'metrics'
  | 'traces'
  | 'changes'
  | 'alerts'
  | 'topology'
  | 'runbooks';

const ROLES: Readonly<Record<SnapshotSource, readonly SnapshotFile['role'][]>> = {
  kubernetes: ['kubernetes', 'kubernetes-dump', 'events-table', 'description', 'kubectl-words'],
  logs: ['log', 'log-ndjson', 'log-answer', 'pod-log'],
  metrics: ['open-metrics', 'metrics-json'],
  traces: ['trace'],
  changes: ['change'],
  alerts: ['alerts'],
  topology: ['topology'],
  runbooks: ['runbook'],
};

/**
 * Opens a snapshot folder. `replayAt` shifts every time so that the moment of the recording becomes that moment.
 * Throws InvalidSnapshot when the folder is missing or holds no source.
 */
export async function openSnapshot(dir: string, options: { replayAt?: Date } = {}): Promise<Snapshot> {
  const root = resolve(dir);
  const warnings = createWarningList();
  const files = await listSnapshotFiles(root, warnings);
  const context = await readContext(files, warnings);
  const capturedAt = context.capturedAt ?? (await latestMoment(files));
  // Whole seconds, so that the fractions of recorded times stay as they were written.
  const shiftSeconds =
    options.replayAt === undefined ? 0 : Math.floor((options.replayAt.getTime() - capturedAt.getTime()) / 1000);
  const now = new Date(capturedAt.getTime() + shiftSeconds * 1000);

  const kubernetes = once(async () => {
    const read = await readKubernetesObjects(files, warnings, { namespaces: context.namespaces, capturedAt });
    shiftTimesDeep([read.objects, read.events], shiftSeconds);
    return read;
  });
  const podServiceNames = once(async () => {
    const { objects } = await kubernetes();
    if (objects.length > 0) return createPodServiceNames(objects);
    const series = await metrics();
    const machines = measuredMachines(series);
    const copies = measuredCopies(series, new Set([...machines, ...namesIn((await topology()) ?? {})]));
    return createPodServiceNames(objects, measuredWorkloads(series), machines, copies);
  });
  const topology = once(() => readTopology(files, warnings));
  const metrics = once(async () => {
    const builder = createSeriesBuilder();
    for (const file of files) {
      if (file.role === 'open-metrics') await readOpenMetrics(file, builder, warnings, capturedAt.getTime() / 1000);
      if (file.role === 'metrics-json') await readPrometheusJson(file, builder, warnings);
    }
    return builder.build(shiftSeconds);
  });
  return {
    dir: root,
    cluster: context.cluster ?? basename(root),
    namespaces: context.namespaces,
    ...(context.report === undefined ? {} : { report: context.report }),
    now,
    capturedAt,
    shiftSeconds,
    has: (source) => files.some((file) => ROLES[source].includes(file.role)),
    kubernetes,
    podServiceNames,
    metrics,
    changes: once(async () => {
      const changes = await readChanges(files, warnings);
      return changes.map((change) => ({ ...change, timestamp: shiftTime(change.timestamp, shiftSeconds) }));
    }),
    logFiles: once(async () => listLogFiles(files, await podServiceNames(), namesIn((await topology()) ?? {}))),
    spans: once(async () => {
      const spans = await readSpans(files, warnings);
      const shift = shiftSeconds * 1000;
      return shift === 0 ? spans : spans.map((span) => ({ ...span, start: span.start + shift, end: span.end + shift }));
    }),
    alerts: once(async () => shiftTimesDeep(await readAlerts(files, warnings), shiftSeconds)),
    topology,
    runbooks: once(() => readRunbooks(files, warnings)),
    warn: warnings.add,
    warnings: warnings.lines,
    coverage: (readings) => ({ readings: [...readings], ...warnings.notUnderstood() }),
    reading: (source, items) => readingOf(source, items, files, warnings),
  };
}

/** Every service that calls or is called. */
function namesIn(topology: RecordedTopology): ReadonlySet<string> {
  return new Set([...Object.keys(topology), ...Object.values(topology).flat()]);
}

/** No reading where the folder holds no file of the source; damaged files make it incomplete. */
function readingOf(
  source: SnapshotSource,
  items: number,
  files: readonly SnapshotFile[],
  warnings: WarningList,
): CoverageReading[] {
  const own = files.filter(({ role }) => ROLES[source].includes(role));
  const damaged = own.flatMap(({ path }) => warnings.of(path) ?? []);
  const [first] = damaged;
  if (own.length === 0) return [];
  if (first === undefined) return [{ kind: source, state: 'seen', items }];
  const more = damaged.length > 1 ? `, and ${damaged.length - 1} more files` : '';
  const reason = `${whereIn(first.file, first.line)} ${first.reason}${more}`;
  return [{ kind: source, state: items > 0 ? 'truncated' : 'unread', items, reason }];
}
