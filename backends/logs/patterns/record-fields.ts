/**
 * The names under which common loggers, collectors and exporters write the parts of a record; the first name of a
 * part that is there and not empty is taken.
 */
const NAMES = {
  time: 'timestamp time @timestamp Timestamp ts t datetime date eventTime @t instant start_time asctime __REALTIME_TIMESTAMP',
  level:
    'level severity lvl loglevel log.level log_level levelname level_name severityText severity_text LogLevel Level @l s priority PRIORITY fields.level data.level record.level payload.level event.level error_severity',
  text: 'message msg log body @m Message @message event short_message textPayload RenderedMessage @mt MessageTemplate text MESSAGE fields.message fields.msg data.message data.msg record.message payload.message payload.msg event.message event.original line',
  service: 'service service.name service_name serviceName app application component_name SYSLOG_IDENTIFIER',
  trace: 'trace_id traceId traceID trace.id dd.trace_id otelTraceID TraceId trace logging.googleapis.com/trace',
  error:
    'error err exception exc_info cause reason errorMessage error_message error.message exception.message @x Exception upstream_transport_failure_reason err.detail err.message',
  stack: 'stack stacktrace stack_trace error.stack_trace error.stack exception.stacktrace traceback thrown',
  status:
    'status status_code statusCode http.status_code http.response.status_code response_code http.resp.status code',
  pod: 'pod pod_name podName kubernetes.pod_name kubernetes.pod.name k8s.pod.name',
  container:
    'container container_name containerName kubernetes.container_name kubernetes.container.name k8s.container.name container.name',
} as const;

export type RecordPart = keyof typeof NAMES;

const PARTS = Object.keys(NAMES) as RecordPart[];
/** name -> the part it may be, and its place among the part's names. */
const PLACES = new Map(
  PARTS.flatMap((part) => NAMES[part].split(' ').map((name, place) => [name, { part, place }] as const)),
);

/** Members under which loggers and collectors group others: their parts are known by dotted names. */
const NESTED = new Set('log service trace kubernetes k8s container fields data record payload event'.split(' '));

/**
 * The parts of a structured record by meaning. Goes through the record's own fields once instead of asking it for
 * every name there is.
 */
export function readParts(fields: Readonly<Record<string, unknown>>): Partial<Record<RecordPart, unknown>> {
  const parts: Partial<Record<RecordPart, unknown>> = {};
  const places: Partial<Record<RecordPart, number>> = {};
  const take = (name: string, value: unknown): void => {
    const known = PLACES.get(name);
    if (known === undefined || value === undefined || value === null || value === '') return;
    const taken = places[known.part];
    if (taken !== undefined && taken < known.place) return;
    // `line` is mostly the number of a line of source.
    if (name === 'line' && typeof value !== 'string') return;
    parts[known.part] = value;
    places[known.part] = known.place;
  };
  for (const name in fields) {
    const value = fields[name];
    if (typeof value !== 'object' || value === null || !NESTED.has(name)) {
      take(name, value);
      continue;
    }
    const inner = value as Readonly<Record<string, unknown>>;
    for (const member in inner) {
      const own = inner[member];
      take(`${name}.${member}`, own);
      if (typeof own === 'object' && own !== null && 'name' in own) take(`${name}.${member}.name`, own.name);
    }
  }
  return parts;
}

/** True for the name of a time or level field. */
export function isTimeOrLevel(name: string): boolean {
  const part = PLACES.get(name)?.part;
  return part === 'time' || part === 'level';
}
