import { asArray, asLabels, asRecord, asText, isRecord } from '../../common/snapshot/json-shape.ts';
import { originOfGroup, readPlatformEvent, streamPrefixes } from './cloudwatch-origin.ts';
import { readParts } from './record-fields.ts';
import { readTime } from './timestamps.ts';

/** One line as a log store keeps it. */
export interface StoredLine {
  /** Lines of one stream belong together: a stack trace goes on in its own stream only. */
  readonly stream: string;
  /** Epoch milliseconds. */
  readonly time?: number | undefined;
  readonly text: string;
  readonly service?: string | undefined;
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  readonly level?: string | undefined;
}

export interface StoredLines {
  /** In order of time within each stream. */
  readonly lines: readonly StoredLine[];
  /** What the answer says that it lacks, in words; absent when it is whole. */
  readonly lacks?: string | undefined;
}

/**
 * Reads one answer of a log store, saved as it came: Loki's `query_range`, CloudWatch Logs (Insights' query results,
 * `filter-log-events` and `get-log-events`), an Elasticsearch search, Cloud Logging's list of entries, OTLP JSON; or
 * records of any kind, one or an array of them. Undefined when it is none of them.
 */
export function linesOfAnswer(answer: unknown): StoredLines | undefined {
  const body = asRecord(answer);
  const data = asRecord(body.data ?? body);
  if (data.resultType === 'streams') return inOrder(asArray(data.result).flatMap(lokiLines));
  if (Array.isArray(body.results)) return insights(body);
  if (Array.isArray(body.events)) {
    const lacks = asText(body.nextToken) === undefined ? undefined : 'is the first page of more events';
    return inOrder(body.events.flatMap(cloudWatchEvent), lacks);
  }
  const hits = asRecord(body.hits).hits;
  if (Array.isArray(hits)) return inOrder(hits.flatMap((hit) => record(asRecord(asRecord(hit)._source))));
  if (Array.isArray(body.resourceLogs)) return inOrder(body.resourceLogs.flatMap(otlpLines));
  if (Array.isArray(answer)) return inOrder(answer.flatMap((one) => cloudLogging(one) ?? record(asRecord(one))));
  const parts = readParts(body);
  return parts.text !== undefined || parts.time !== undefined ? inOrder(record(body)) : undefined;
}

/** Stores answer newest first or in pages of several streams; a stream's own order counts where times are equal. */
function inOrder(lines: readonly StoredLine[], lacks?: string): StoredLines {
  const known = lines.filter(({ text }) => text !== '');
  const [first, last] = [
    known.find(({ time }) => time !== undefined)?.time,
    known.findLast(({ time }) => time !== undefined)?.time,
  ];
  const rising = first !== undefined && last !== undefined && first > last ? known.toReversed() : known;
  return { lines: rising.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0)), lacks };
}

const SERVICE = [
  'service_name',
  'service',
  'app',
  'app_kubernetes_io_name',
  'app.kubernetes.io/name',
  'k8s-app',
  'app_name',
];
const NAMESPACE = [
  'namespace',
  'namespace_name',
  'k8s_namespace_name',
  'k8s.namespace.name',
  'kubernetes_namespace_name',
];
const POD = ['pod', 'pod_name', 'k8s_pod_name', 'k8s.pod.name', 'kubernetes_pod_name'];
const CONTAINER = ['container', 'container_name', 'k8s_container_name', 'k8s.container.name'];

function first(labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  for (const name of names) if (labels[name]) return labels[name];
  return undefined;
}

function originOf(labels: Readonly<Record<string, string>>) {
  const job = labels.job?.slice(labels.job.lastIndexOf('/') + 1);
  return {
    service: first(labels, SERVICE) ?? labels['service.name'] ?? (first(labels, POD) === undefined ? job : undefined),
    namespace: first(labels, NAMESPACE),
    pod: first(labels, POD),
    container: first(labels, CONTAINER),
    level: labels.level ?? labels.detected_level,
  };
}

function lokiLines(stream: unknown): StoredLine[] {
  const labels = asLabels(asRecord(stream).stream);
  const origin = originOf(labels);
  const name = JSON.stringify(labels);
  return asArray(asRecord(stream).values).flatMap((value) => {
    const [time, text] = asArray(value);
    return typeof text === 'string' ? [{ stream: name, time: readTime(time), text, ...origin }] : [];
  });
}

/** Query results: a list of fields a row; the message may itself be a record of a container agent. */
function insights({ results, status }: Readonly<Record<string, unknown>>): StoredLines {
  const rows = asArray(results).map((row) =>
    Object.fromEntries(
      asArray(row).flatMap((cell) => {
        const { field, value } = asRecord(cell);
        return typeof field === 'string' && typeof value === 'string' ? [[field, value]] : [];
      }),
    ),
  );
  const prefixes = streamPrefixes(rows);
  const lines = rows.flatMap((row): StoredLine[] => {
    const { '@message': message, '@timestamp': time, '@logStream': stream = '', '@ptr': _, ...others } = row;
    const { '@log': group = '', ...fields } = others;
    const labels = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name.replace(/^kubernetes\.(labels\.)?/, ''), value]),
    );
    const text = message ?? fields.log ?? fields.message ?? '';
    const origin = {
      ...originOfGroup(group, stream, prefixes),
      ...originOfStream(stream),
      ...defined(originOf(labels)),
    };
    const event = readPlatformEvent(text, group);
    return [{ ...origin, stream: `${group} ${stream}`, time: readTime(time), text: text.trimEnd(), ...event }];
  });
  const whole = status === undefined || status === 'Complete';
  return inOrder(lines, whole ? undefined : `is of a query that is ${String(status).toLowerCase()}`);
}

function cloudWatchEvent(event: unknown): StoredLine[] {
  const { message, timestamp, logStreamName } = asRecord(event);
  if (typeof message !== 'string') return [];
  const stream = asText(logStreamName) ?? '';
  const origin = { ...originOfGroup('', stream, new Map()), ...originOfStream(stream) };
  return [{ ...origin, stream, time: readTime(timestamp), text: message.trimEnd(), ...readPlatformEvent(message, '') }];
}

/** Container agents name a stream after the file: `…var.log.containers.web-1_shop_web-<64 hex digits>.log`. */
function originOfStream(stream: string): Pick<StoredLine, 'pod' | 'namespace' | 'container'> {
  const [, pod, namespace, container] =
    /(?:containers[./])([a-z0-9.-]+)_([a-z0-9-]+)_(.+)-[0-9a-f]{64}(?:\.log)?$/.exec(stream) ?? [];
  return pod === undefined ? {} : { pod, namespace, container };
}

function cloudLogging(entry: unknown): StoredLine | undefined {
  const { textPayload, jsonPayload, resource, timestamp, severity, logName } = asRecord(entry);
  if (textPayload === undefined && jsonPayload === undefined) return undefined;
  const labels = asLabels(asRecord(resource).labels);
  const text = typeof textPayload === 'string' ? textPayload : JSON.stringify(jsonPayload);
  // Of what a container prints the severity says which stream it was, not how bad it is.
  const ofStream = textPayload !== undefined && /\/(?:stdout|stderr)$/.test(asText(logName) ?? '');
  const level = ofStream || severity === 'DEFAULT' ? undefined : asText(severity);
  return {
    ...originOf(labels),
    ...(level === undefined ? {} : { level }),
    stream: `${String(logName)} ${JSON.stringify(labels)}`,
    time: readTime(timestamp),
    text: text.trimEnd(),
  };
}

function otlpLines(resource: unknown): StoredLine[] {
  const { resource: about, scopeLogs } = asRecord(resource);
  const labels = Object.fromEntries(
    asArray(asRecord(about).attributes).flatMap((attribute) => {
      const { key, value } = asRecord(attribute);
      const text = asRecord(value).stringValue;
      return typeof key === 'string' && typeof text === 'string' ? [[key, text]] : [];
    }),
  );
  const origin = { ...originOf(labels), service: labels['service.name'] ?? originOf(labels).service };
  return asArray(scopeLogs)
    .flatMap((scope) => asArray(asRecord(scope).logRecords))
    .flatMap((one): StoredLine[] => {
      const { timeUnixNano, observedTimeUnixNano, severityText, body } = asRecord(one);
      const value = asRecord(body);
      const text =
        typeof value.stringValue === 'string' ? value.stringValue : isRecord(body) ? JSON.stringify(body) : '';
      const level = asText(severityText) ?? origin.level;
      const time = readTime(asText(timeUnixNano) ?? asText(observedTimeUnixNano) ?? timeUnixNano);
      return [{ ...origin, level, stream: JSON.stringify(labels), time, text }];
    });
}

/** A record of unknown make: what a line of JSON would be. */
function record(fields: Readonly<Record<string, unknown>>): StoredLine[] {
  if (Object.keys(fields).length === 0) return [];
  const kubernetes = asRecord(fields.kubernetes);
  const labels = {
    ...asLabels(kubernetes.labels),
    ...asLabels(kubernetes),
    ...asLabels(fields.labels),
    ...asLabels(fields.fields),
    ...asLabels(fields),
  };
  const origin = originOf(labels);
  const stream = `${origin.namespace}/${origin.pod}/${origin.container}/${origin.service}`;
  return [
    {
      ...origin,
      level: undefined,
      stream,
      time: readTime(fields['@timestamp'] ?? fields.timestamp ?? fields.time),
      text: JSON.stringify(fields),
    },
  ];
}

function defined<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
