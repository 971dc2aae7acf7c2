import { stat } from 'node:fs/promises';
import { linesOfAnswer, parseLogEntries } from '../../logs/patterns/index.ts';
import { parseJsonDocuments } from './json-documents.ts';
import { readKubernetesObjects } from './kubernetes-objects.ts';
import { readLineBatches } from './line-batches.ts';
import type { SnapshotFile } from './list-files.ts';
import { readOpenMetrics } from './open-metrics.ts';
import { readPackedText, readTailText } from './packed.ts';
import { readPrometheusJson } from './prometheus-json.ts';
import { readAlerts } from './recorded-alerts.ts';
import { readChanges } from './recorded-changes.ts';
import { createSeriesBuilder } from './series-builder.ts';
import { latestTime } from './shift-times.ts';
import { createWarningList } from './warning-list.ts';

const TAIL = 64 * 1024;

/**
 * The moment of a recording that states none: the latest time found in metrics, events and objects, log tails, changes
 * or alerts; without any, the newest file's modification time.
 */
export async function latestMoment(files: readonly SnapshotFile[]): Promise<Date> {
  const ignored = createWarningList();
  const newest = Math.max(...(await Promise.all(files.map(async (file) => (await stat(file.absolute)).mtimeMs))));
  let latest = 0;
  const builder = createSeriesBuilder();
  for (const file of files) {
    if (file.role === 'open-metrics') await readOpenMetrics(file, builder, ignored, 0);
    if (file.role === 'metrics-json') await readPrometheusJson(file, builder, ignored);
    if (['log', 'log-ndjson', 'log-answer', 'pod-log'].includes(file.role))
      latest = Math.max(latest, await lastLogTime(file, newest));
  }
  for (const { timestamps } of builder.build(0)) latest = Math.max(latest, (timestamps.at(-1) ?? 0) * 1000);
  for (const { timestamp } of await readChanges(files, ignored)) latest = Math.max(latest, Date.parse(timestamp));
  for (const { startsAt } of await readAlerts(files, ignored)) latest = Math.max(latest, Date.parse(startsAt));
  const { objects, events } = await readKubernetesObjects(files, ignored);
  // Deadlines such as certificates' ends lie ahead; a state that was recorded cannot be younger than its file.
  const recorded = [latestTime(events), latestTime(objects.map(({ metadata, status }) => [metadata, status]))];
  for (const time of recorded) if (time <= newest) latest = Math.max(latest, time);
  return new Date(Math.ceil((latest > 0 ? latest : newest) / 1000) * 1000);
}

async function lastLogTime(file: SnapshotFile, newest: number): Promise<number> {
  const soonest = newest + 86_400_000;
  let latest = 0;
  const take = (time: number | undefined): void => {
    if (time !== undefined && time <= soonest) latest = Math.max(latest, time);
  };
  if (file.role === 'log-answer') {
    const { text } = await readPackedText(file.absolute).catch(() => ({ text: '' }));
    for (const { value } of parseJsonDocuments(text))
      for (const { time } of linesOfAnswer(value)?.lines ?? []) take(time);
    return latest;
  }
  for (const { timestamp } of parseLogEntries(await tailOf(file), { recordedAt: new Date(newest) })) take(timestamp);
  return latest;
}

/** The last lines of a file; of a packed one the lines that were unpacked last. */
async function tailOf(file: SnapshotFile): Promise<string> {
  if (file.packing === undefined) return readTailText(file.absolute, TAIL);
  let last: string[] = [];
  try {
    for await (const lines of readLineBatches(file.absolute, undefined, 0, file.packing)) last = lines;
  } catch {
    // Cut off: what came before counts. It is named when the log is read.
  }
  return last.join('\n');
}
