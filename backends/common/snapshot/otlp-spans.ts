import { asArray, asRecord, asText, isRecord } from './json-shape.ts';
import type { SnapshotFile } from './list-files.ts';
import { documentsOf, readText } from './read-json.ts';
import type { WarningList } from './warning-list.ts';

/** One span of OTLP JSON, with what aggregation needs. */
export interface RecordedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly service: string;
  /** The machine that it comes from, where the resource names it. */
  readonly host?: string;
  readonly operation: string;
  /** The other side of a client span, where an attribute names it. */
  readonly peer?: string;
  readonly outgoing: boolean;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly failed: boolean;
}

const PEER_ATTRIBUTES = ['peer.service', 'db.namespace', 'db.name', 'server.address', 'net.peer.name', 'db.system'];

/** Reads traces/*.json: one OTLP document a file, or one a line as the collector's file exporter writes them. */
export async function readSpans(files: readonly SnapshotFile[], warnings: WarningList): Promise<RecordedSpan[]> {
  const spans: RecordedSpan[] = [];
  for (const file of files) {
    if (file.role !== 'trace') continue;
    const text = await readText(file, warnings);
    if (text === undefined) continue;
    const documents = documentsOf(file, text, warnings).documents.flatMap(({ value }) => value ?? []);
    const batches = documents.flatMap(batchesOf);
    if (batches.length === 0) warnings.add(file.path, 'holds no OTLP spans');
    for (const batch of batches) collect(batch, spans);
  }
  return spans;
}

/** The spans of each resource: OTLP writes `resourceSpans`, Tempo answers with `batches`. */
function batchesOf(document: unknown): unknown[] {
  const { resourceSpans, batches, trace } = asRecord(document);
  return asArray(resourceSpans ?? batches ?? asRecord(trace).resourceSpans);
}

function collect(batch: unknown, spans: RecordedSpan[]): void {
  const { resource: owner, scopeSpans, instrumentationLibrarySpans } = asRecord(batch);
  const resource = attributesOf(owner);
  const service = resource.get('service.name') ?? 'unknown';
  const host = resource.get('host.name');
  for (const scope of asArray(scopeSpans ?? instrumentationLibrarySpans))
    for (const span of asArray(asRecord(scope).spans)) if (isRecord(span)) spans.push(spanOf(span, service, host));
}

function spanOf(span: Record<string, unknown>, service: string, host: string | undefined): RecordedSpan {
  const attributes = attributesOf(span);
  const peer = PEER_ATTRIBUTES.map((name) => attributes.get(name)).find((value) => value !== undefined);
  const status = asRecord(span.status).code;
  const start = milliseconds(span.startTimeUnixNano);
  return {
    traceId: asText(span.traceId) ?? '',
    spanId: asText(span.spanId) ?? '',
    parentSpanId: asText(span.parentSpanId) ?? '',
    service,
    ...(host === undefined || host === '' ? {} : { host }),
    operation: asText(span.name) ?? '',
    ...(peer === undefined ? {} : { peer }),
    outgoing: [3, 4, 'SPAN_KIND_CLIENT', 'SPAN_KIND_PRODUCER'].includes(span.kind as number | string),
    start,
    end: Math.max(start, milliseconds(span.endTimeUnixNano)),
    failed: status === 2 || status === 'STATUS_CODE_ERROR',
  };
}

function attributesOf(owner: unknown): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const item of asArray(asRecord(owner).attributes)) {
    const { key, value } = asRecord(item);
    const text = asText(asRecord(value).stringValue);
    if (typeof key === 'string' && text !== undefined) attributes.set(key, text);
  }
  return attributes;
}

/** Nanoseconds since the epoch, written as text or number, in milliseconds. */
function milliseconds(nanoseconds: unknown): number {
  const number = Number(nanoseconds ?? 0);
  return Number.isFinite(number) ? number / 1e6 : 0;
}
