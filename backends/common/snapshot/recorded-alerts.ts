import type { Alert } from '../../../schemas/generated/metrics.ts';
import { asArray, asLabels, asRecord, asText, isRecord } from './json-shape.ts';
import type { SnapshotFile } from './list-files.ts';
import { readJson } from './read-json.ts';
import { isRecordedTime } from './recorded-time.ts';
import type { WarningList } from './warning-list.ts';

/**
 * Reads alerts.json: what Alertmanager answers to `GET /api/v2/alerts`; the body of its webhook is understood too.
 * An alert without a usable start is left out with a warning.
 */
export async function readAlerts(files: readonly SnapshotFile[], warnings: WarningList): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (const file of files) {
    if (file.role !== 'alerts') continue;
    const value = await readJson(file, warnings);
    if (value === undefined) continue;
    const found = asArray(isRecord(value) ? (value.alerts ?? value.data) : value);
    if (found.length === 0 && !Array.isArray(value)) warnings.add(file.path, 'holds no list of alerts', 1);
    for (const item of found) {
      const alert = alertOf(item);
      if (alert === undefined) warnings.add(file.path, 'has an alert without a usable startsAt');
      else alerts.push(alert);
    }
  }
  return alerts;
}

/** One alert as Alertmanager writes it; undefined without a usable start. */
export function alertOf(value: unknown): Alert | undefined {
  if (!isRecord(value)) return undefined;
  const startsAt = timeOf(value.startsAt);
  if (startsAt === undefined) return undefined;
  const endsAt = timeOf(value.endsAt);
  const fingerprint = asText(value.fingerprint);
  return {
    ...(fingerprint === undefined ? {} : { fingerprint }),
    labels: asLabels(value.labels),
    annotations: asLabels(value.annotations),
    startsAt,
    ...(endsAt === undefined ? {} : { endsAt }),
    state: stateOf(value.status),
  };
}

function stateOf(status: unknown): Alert['state'] {
  const state = typeof status === 'string' ? status : asRecord(status).state;
  if (state === 'suppressed' || state === 'unprocessed' || state === 'resolved') return state;
  return 'active';
}

/** RFC 3339 in UTC; Alertmanager writes year 1 for "no end", which counts as absent. */
function timeOf(value: unknown): string | undefined {
  const time = Date.parse(asText(value) ?? '');
  return !isRecordedTime(time) || time === 0 ? undefined : new Date(time).toISOString();
}
