import { CONTAINER_LOG } from './log-owner.ts';
import { withoutPreamble } from './preamble.ts';

/** What a file of a snapshot holds, by its place and name, or by how it begins. */
export type FileRole =
  | 'context'
  | 'kubernetes'
  | 'kubernetes-dump'
  | 'events-table'
  | 'description'
  | 'kubectl-words'
  | 'log'
  | 'log-ndjson'
  | 'log-answer'
  | 'pod-log'
  | 'open-metrics'
  | 'metrics-json'
  | 'trace'
  | 'change'
  | 'alerts'
  | 'topology'
  | 'runbook';

/** Names that leave no doubt; the ending of a compressed file is left out before. */
const BY_NAME: readonly (readonly [RegExp, FileRole])[] = [
  [/^snapshot\.json$/, 'context'],
  [/^alerts\.json$/, 'alerts'],
  [/^topology\.json$/, 'topology'],
  [/^[^/]+\.om$/, 'open-metrics'],
  [/^metrics\/.*\.(om|prom|openmetrics)$/, 'open-metrics'],
  [/^metrics\/.*\.json$/, 'metrics-json'],
  [/^traces\/.*\.(json|jsonl|ndjson)$/, 'trace'],
  [/^changes(\/.*)?\.(json|jsonl|ndjson)$/, 'change'],
  [/^runbooks\/.*\.(md|markdown)$/, 'runbook'],
  [/(^|\/)[^/]+\/[^/]+\/logs\.txt$/, 'pod-log'],
  [CONTAINER_LOG, 'log'],
];

/** A role, or why the file is none of a snapshot. */
export type Judgement = { readonly role: FileRole } | { readonly reason: string };

const FOREIGN: Judgement = { reason: 'is not a part of a snapshot, skipped' };

/** The role that place and name alone tell; undefined where the content must be looked at. */
export function roleByName(path: string): FileRole | undefined {
  const name = withoutCompression(path);
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
}

/** A path without the ending that a compressed file has: `pods.json.gz`. */
export function withoutCompression(path: string): string {
  return path.replace(/\.(gz|gzip|zst)$/i, '');
}

const LOG_NAME = /(^|\/)[^/]+\.(log|out|err)([.-]\d[\w.-]*|\.old)?$/i;
const DUMP_SECTION = /^==== START logs for container /m;
const EVENTS_TABLE = /^(?:NAMESPACE\s+)?LAST SEEN\s+(?:FIRST SEEN\s+|COUNT\s+|NAME\s+)*(?:TYPE|KIND|REASON)\s/m;
const OTHER_TABLE = /^(?:NAMESPACE\s+)?NAME(?:\s{2,}[A-Z][A-Z0-9 ()/-]*)+\s*$/m;
const DESCRIPTION =
  /^Name:\s+\S+.*\n(?:(?:Namespace|Labels|Annotations|Priority|Roles|CreationTimestamp|API Version|Address|Selector|StorageClass|Service Account)\b.*\n)/m;
const YAML_OBJECT = /^(?:- )?(?:apiVersion: *\S|kind: *[A-Z]|metadata:|items:)/m;
/** A line of a log may begin with a bracket too: `[pod/web-0/app]`, `[2026-01-02 10:00:00]`. */
const JSON_START = /^(?:\{\s*["}]|\[\s*[[{\]])/;
/** What kubectl says where there is nothing to print. */
const KUBECTL_WORDS = /^(?:No resources found|Error from server|error: (?:the server|You must be logged in))/;
const METRICS_TEXT = /^# (?:HELP|TYPE|EOF|UNIT)\b/m;

/** The roles of a file whose name leaves doubt, by how it begins; a dump of a whole cluster holds objects and logs. */
export function rolesByContent(path: string, head: string): readonly Judgement[] {
  const name = withoutCompression(path);
  const place = name.split('/')[0] ?? '';
  const inLogs = place === 'logs';
  const inKubernetes = place === 'kubernetes';
  const objects: Judgement = { role: inKubernetes ? 'kubernetes' : 'kubernetes-dump' };
  const start = withoutPreamble(head).trimStart();
  if (!inLogs && KUBECTL_WORDS.test(start)) return [{ role: 'kubectl-words' }];
  if (DUMP_SECTION.test(head))
    return [{ role: 'pod-log' }, ...(JSON_START.test(start) || YAML_OBJECT.test(start) ? [objects] : [])];
  if (JSON_START.test(start)) return jsonRoles(name, start, inLogs, objects);
  if (!inLogs) {
    if (EVENTS_TABLE.test(head)) return [{ role: 'events-table' }];
    if (DESCRIPTION.test(head)) return [{ role: 'description' }];
    if (OTHER_TABLE.test(firstLine(head)))
      return [{ reason: 'is a table made for people: record it with -o json or -o yaml' }];
    if (YAML_OBJECT.test(head) && !LOG_NAME.test(name)) return [objects];
    if (METRICS_TEXT.test(head)) return [{ role: 'open-metrics' }];
  }
  if (inKubernetes) return [{ reason: start === '' ? 'is empty' : 'holds no Kubernetes object, skipped' }];
  if (inLogs) return [/\.(ndjson|jsonl)$/i.test(name) ? { role: 'log-ndjson' } : { role: 'log' }];
  return LOG_NAME.test(name) || looksLikeLog(head) ? [{ role: 'log' }] : [FOREIGN];
}

function jsonRoles(name: string, start: string, inLogs: boolean, objects: Judgement): readonly Judgement[] {
  const head = start.slice(0, 8_192);
  if (/"resultType"\s*:\s*"(?:matrix|vector|scalar)"/.test(head)) return [{ role: 'metrics-json' }];
  if (isLogAnswer(head)) return [{ role: 'log-answer' }];
  if (/"resourceSpans"\s*:/.test(head)) return [{ role: 'trace' }];
  if (!inLogs && /"kind"\s*:|"items"\s*:|"apiVersion"\s*:/.test(head)) return [objects];
  if (/^\[\s*\{[\s\S]*?"startsAt"\s*:/.test(head)) return [{ role: 'alerts' }];
  const lines = start.startsWith('{') && !isPretty(start);
  if (inLogs || LOG_NAME.test(name) || /\.(ndjson|jsonl)$/i.test(name)) {
    // Records over several lines each are read as documents.
    if (!lines) return [{ role: 'log-answer' }];
    return [/\.(ndjson|jsonl|json)$/i.test(name) ? { role: 'log-ndjson' } : { role: 'log' }];
  }
  return [objects];
}

/** Answers of log stores: Loki, CloudWatch Logs (Insights and plain), Elasticsearch, OTLP, Cloud Logging. */
function isLogAnswer(head: string): boolean {
  return (
    /"resultType"\s*:\s*"streams"/.test(head) ||
    /^\{\s*"(?:results|statistics|status|queryLanguage)"\s*:/.test(head) ||
    /^\{\s*"events"\s*:\s*\[\s*\{\s*"(?:logStreamName|timestamp|ingestionTime|message|eventId)"/.test(head) ||
    /"hits"\s*:\s*\{[\s\S]*?"hits"\s*:\s*\[/.test(head) ||
    /"resourceLogs"\s*:/.test(head) ||
    /^\[\s*\{[\s\S]*?"(?:textPayload|jsonPayload|insertId|_source|@message)"\s*:/.test(head)
  );
}

/** True for an object that goes on in a line of its own; a line that is longer than what is looked at is one. */
function isPretty(text: string): boolean {
  return text.includes('\n') && /[{[,]$/.test(firstLine(text).trimEnd());
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? '';
}

const LOG_LINE =
  /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d |[IWEF]\d{4} \d\d:\d\d:|\d\d?\/[A-Z][a-z]{2}\/\d{4}:|<\d{1,3}>)|^\{"|(?:^| )level=\w+ |^\[pod\//;

/** True when most lines of an unnamed text begin as lines of logs do. */
function looksLikeLog(head: string): boolean {
  const lines = head
    .split('\n')
    .slice(0, 50)
    .filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.filter((line) => LOG_LINE.test(line)).length > lines.length / 2;
}
