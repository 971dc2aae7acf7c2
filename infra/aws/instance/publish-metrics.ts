import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { pathToFileURL } from 'node:url';

/** Series of a Prometheus text by `name{labels}`, as written. */
export type Readings = Readonly<Record<string, number>>;

/** Slower than this, in seconds, is too near to the three seconds that Slack waits. */
const SLOW_SECONDS = '2';

/** Reads the text format of Prometheus; what is not a reading is passed over. */
export function readPrometheus(text: string): Readings {
  const readings = text.split('\n').flatMap((line) => {
    const parts = /^([a-zA-Z_:][\w:]*(?:\{.*\})?)\s+(\S+)/.exec(line);
    const value = Number(parts?.[2]);
    return parts?.[1] === undefined || Number.isNaN(value) ? [] : [[parts[1], value] as const];
  });
  return Object.fromEntries(readings);
}

/** Adds up what a counter counted between two readings, over all series whose labels fit; a restart counts from zero. */
function counted(name: string, labels: readonly string[], now: Readings, before: Readings): number {
  return Object.entries(now)
    .filter(([series]) => series.startsWith(name) && /^(\{|$)/.test(series.slice(name.length)))
    .filter(([series]) => labels.every((label) => series.includes(label)))
    .reduce((sum, [series, value]) => {
      const earlier = before[series] ?? 0;
      return sum + (value >= earlier ? value - earlier : value);
    }, 0);
}

function gauge(name: string, now: Readings): number | undefined {
  const found = Object.entries(now).filter(([series]) => series === name || series.startsWith(`${name}{`));
  return found.length === 0 ? undefined : found.reduce((sum, [, value]) => sum + value, 0);
}

/**
 * What the alarms watch, from two readings of the bot: of counters the growth between them. A number that the bot does
 * not tell is absent, never zero.
 */
export function measure(now: Readings, before: Readings): Readonly<Record<string, number>> {
  const deliveries = counted('sre_slack_delivery_seconds_count', [], now, before);
  const quick = counted('sre_slack_delivery_seconds_bucket', [`le="${SLOW_SECONDS}"`], now, before);
  const queue = gauge('sre_investigations_waiting', now);
  const hasTokens = Object.keys(now).some((series) => series.startsWith('sre_model_tokens_total'));
  return {
    InvestigationsEnded: counted('sre_investigations_total', [], now, before),
    InvestigationsFailed: counted('sre_investigations_total', ['status="failed"'], now, before),
    Acknowledgements: deliveries,
    SlowAcknowledgements: Math.max(0, deliveries - quick),
    Errors: counted('sre_errors_total', [], now, before),
    Heartbeats: counted('sre_heartbeats_total', [], now, before),
    ...(queue === undefined ? {} : { InvestigationsWaiting: queue }),
    ...(hasTokens ? { ModelTokens: counted('sre_model_tokens_total', [], now, before) } : {}),
  };
}

/** One line in CloudWatch's embedded metric format. */
export function embedded(namespace: string, values: Readonly<Record<string, number>>, now: Date): string {
  const Metrics = Object.keys(values).map((Name) => ({ Name }));
  const CloudWatchMetrics = [{ Namespace: namespace, Dimensions: [[]], Metrics }];
  const LogGroupName = `/${namespace}/metrics`;
  return `${JSON.stringify({ _aws: { Timestamp: now.getTime(), LogGroupName, CloudWatchMetrics }, ...values })}\n`;
}

/** Whole and part days until a certificate ends; below zero when it has. */
export function daysLeft(certificate: string | Buffer, now: Date): number {
  return (Date.parse(new X509Certificate(certificate).validTo) - now.getTime()) / 86_400_000;
}

function readState(file: string): Readings | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Readings;
  } catch {
    // The first time there is nothing to compare with.
    return undefined;
  }
}

async function main(): Promise<void> {
  const { METRICS_URL = '', CERTIFICATE_FILE = '', NAME = 'oncall', STATE_DIRECTORY = '.' } = process.env;
  // Where the CloudWatch agent takes the embedded metric format.
  const port = Number(process.env.AGENT_PORT ?? '25888');
  const now = new Date();
  const values: Record<string, number> = { CertificateDaysLeft: daysLeft(readFileSync(CERTIFICATE_FILE), now) };
  const response = await fetch(METRICS_URL, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  if (response?.ok) {
    const state = `${STATE_DIRECTORY}/readings.json`;
    const readings = readPrometheus(await response.text());
    Object.assign(values, measure(readings, readState(state) ?? readings));
    writeFileSync(state, JSON.stringify(readings));
  }
  const agent = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    agent.once('error', reject);
    agent.end(embedded(NAME, values, now), resolve);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
