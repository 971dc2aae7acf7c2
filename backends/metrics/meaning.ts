/** What a series measures, as far as its name, unit and labels tell. */
export type Meaning =
  | 'response_time'
  | 'throughput'
  | 'errors'
  | 'availability'
  | 'cpu'
  | 'memory'
  | 'disk'
  | 'network'
  | 'other';

interface Described {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string;
}

/** In order: the first that fits wins, so that `memory_limit_errors` is about errors. Words are joined by spaces. */
const RULES: readonly (readonly [Meaning, RegExp])[] = [
  [
    'availability',
    /^up$|\b(probe success|availability|available percent|healthy hosts?|success (rate|ratio|percent))\b/,
  ],
  ['errors', /\b(errors?|faults?|failures?|failed|exceptions?|5 ?xx|4 ?xx|rejected|refused|timeouts?)\b/],
  ['response_time', /\b(latency|latencies|response time|durations?|elapsed|rtt|round trip|wait time|took)\b/],
  ['response_time', /\b(requests?|http|rpc|grpc|query|queries|call|calls|response)\b.*\b(seconds|milliseconds|ms)\b/],
  ['cpu', /\bcpus?\b/],
  ['memory', /\b(memory|mem|rss|heap|working set|swap)\b/],
  ['disk', /\b(disk|filesystem|fs|volume|storage|iops|inodes?|block io)\b/],
  ['network', /\b(network|net|transmit|receive|packets?|bandwidth|tcp|udp|bytes (sent|received|in|out))\b/],
  ['throughput', /\b(requests?|rps|qps|throughput|invocations|calls|operations|ops|transactions|messages|queries)\b/],
];

/** Series share few names: each is judged once. */
const known = new Map<string, Meaning>();
const MOST_KNOWN = 10_000;

function meaningOfWords(words: string): Meaning {
  return RULES.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
}

/** Names the meaning of a series by name, unit and the `resource` label; a request count of a failed code is errors. */
export function meaningOf({ name, labels, unit }: Described): Meaning {
  const text = `${name} ${labels.resource ?? labels.resource_type ?? ''} ${unit ?? ''}`;
  const found = known.get(text) ?? meaningOfWords(wordsOf(text));
  if (known.size < MOST_KNOWN) known.set(text, found);
  return found === 'throughput' && isFailedCode(labels) ? 'errors' : found;
}

/** True for labels that say the requests failed on the server's side. */
function isFailedCode(labels: Readonly<Record<string, string>>): boolean {
  for (const label of [
    'code',
    'status',
    'status_code',
    'response_code',
    'http_status_code',
    'http_response_status_code',
  ])
    if (/^5(\d\d|xx)$/i.test(labels[label] ?? '')) return true;
  const grpc = labels.grpc_code ?? labels.grpc_status ?? labels.rpc_grpc_status_code;
  if (grpc !== undefined && /^(unknown|deadlineexceeded|internal|unavailable|dataloss|2|4|13|14|15)$/i.test(grpc))
    return true;
  return /^(error|failed|failure)$/i.test(labels.outcome ?? labels.result ?? labels.status ?? '');
}

/** `httpRequest_latencyMs` -> `http request latency ms`. */
function wordsOf(text: string): string {
  return text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[^a-zA-Z\d]+/g, ' ')
    .toLowerCase()
    .trim();
}
