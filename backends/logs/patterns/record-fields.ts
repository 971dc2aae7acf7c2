/**
 * The names under which common loggers, collectors and exporters write the parts of a record; the first name of a
 * part that is there and not empty is taken.
 */
const NAMES = {
  time: 'timestamp time @timestamp ts t datetime date eventTime @t instant start_time asctime',
  level:
    'level severity lvl loglevel log.level log_level levelname level_name severityText severity_text LogLevel Level @l s priority',
  text: 'message msg log body @m Message @message event short_message textPayload RenderedMessage @mt MessageTemplate text',
  service: 'service service.name service_name serviceName app application component_name',
  trace: 'trace_id traceId traceID trace.id dd.trace_id otelTraceID TraceId trace logging.googleapis.com/trace',
  error:
    'error err exception exc_info cause reason errorMessage error_message error.message exception.message @x Exception upstream_transport_failure_reason',
  stack: 'stack stacktrace stack_trace error.stack_trace error.stack exception.stacktrace traceback thrown',
  status:
    'status status_code statusCode http.status_code http.response.status_code response_code http.resp.status code',
  pod: 'pod pod_name podName kubernetes.pod_name',
  container: 'container container_name containerName',
} as const;

export type RecordPart = keyof typeof NAMES;

const PARTS = Object.keys(NAMES) as RecordPart[];
/** name -> the part it may be, and its place among the part's names. */
const PLACES = new Map(
  PARTS.flatMap((part) => NAMES[part].split(' ').map((name, place) => [name, { part, place }] as const)),
);

/**
 * The parts of a structured record by meaning. Goes through the record's own fields once instead of asking it for
 * every name there is.
 */
export function readParts(fields: Readonly<Record<string, unknown>>): Partial<Record<RecordPart, unknown>> {
  const parts: Partial<Record<RecordPart, unknown>> = {};
  const places: Partial<Record<RecordPart, number>> = {};
  for (const name in fields) {
    const known = PLACES.get(name);
    if (known === undefined) continue;
    const value = fields[name];
    const taken = places[known.part];
    if (value === undefined || value === null || value === '' || (taken !== undefined && taken < known.place)) continue;
    parts[known.part] = value;
    places[known.part] = known.place;
  }
  return parts;
}

/** True for the name of a time or level field. */
export function isTimeOrLevel(name: string): boolean {
  const part = PLACES.get(name)?.part;
  return part === 'time' || part === 'level';
}
