/**
 * Members of a structured record that tell whom or what a constant message is about. Loggers such as zap, slog and pino
 * leave the message constant and put the address, the alarm or the code beside it.
 */
const TELLING = new Set(
  (
    'alarm host addr address server peer peerAddress remote upstream upstream_host upstreamHost upstream_addr ' +
    'target endpoint broker url uri db.host net.peer.name server.address ' +
    'messageId message_id msgId msg_id MessageId offset partition sequenceNumber sequence_number SequenceNumber stream_seq ' +
    'deliveryTag delivery_tag eventId event_id recordId record_id jobId job_id ' +
    'queue topic bucket vhost errno error_code errorCode aws-error-code aws-operation-name sqlState sqlstate exitCode exit_code reason'
  ).split(' '),
);
const MOST = 6;
const LONGEST = 300;

/** ` name=value` for each telling member of a record that its text does not hold yet; empty where there is none. */
export function detailsOf(fields: Readonly<Record<string, unknown>>, text: string): string {
  const details: string[] = [];
  for (const name in fields) {
    const value = fields[name];
    if (!TELLING.has(name) || (typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
    if (text.includes(String(value)) || String(value).length > LONGEST) continue;
    details.push(`${name}=${value}`);
    if (details.length === MOST) break;
  }
  return details.length === 0 ? '' : ` ${details.join(' ')}`;
}

/** Members that only the platform's own list of events has beside its messages (RDS: DescribeEvents). */
const OF_EVENT = ['category', 'EventCategories', 'event_categories', 'SourceType', 'source_type'];
const SUBJECTS = ['SourceIdentifier', 'source_identifier', 'source'];
const RESOURCE = /^[a-z][\w-]{0,62}$/i;

/** `name: ` for an event of a platform about one of its resources, which stands beside the message; else empty. */
export function subjectOfEvent(fields: Readonly<Record<string, unknown>>): string {
  if (!OF_EVENT.some((name) => name in fields)) return '';
  const subject = SUBJECTS.map((name) => fields[name]).find((one) => typeof one === 'string' && RESOURCE.test(one));
  return subject === undefined ? '' : `${String(subject)}: `;
}

/** Members under which a program puts the record of another whose output it passes on. */
const PASSED_ON = ['record', 'payload', 'event', 'data'];

/** The message of a record within a record, where the outer message is but the name of that member. */
export function passedOn(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  for (const name of PASSED_ON) {
    const inner = fields[name];
    if (typeof inner !== 'object' || inner === null) continue;
    const outer = fields.msg ?? fields.message;
    const { message, msg } = inner as { message?: unknown; msg?: unknown };
    if (outer === name && typeof (message ?? msg) === 'string') return inner as Readonly<Record<string, unknown>>;
  }
  return undefined;
}

/** What MongoDB puts beside its constant messages: whom and what they are about, by how much. */
const OF_MONGODB =
  'error errmsg codeName reason principalName ns planSummary docsExamined durationMillis newState'.split(' ');

/**
 * The attributes of a line of MongoDB's structured log that say what it is about, as the other details; empty for any other
 * record. Its messages are constant, and what happened stands in `attr` (MongoDB manual, "Log Messages").
 */
export function mongoDetailsOf({ s, c, msg, attr }: Readonly<Record<string, unknown>>): string {
  const isMongo = typeof s === 'string' && typeof c === 'string' && typeof msg === 'string';
  if (!isMongo || typeof attr !== 'object' || attr === null) return '';
  const own = attr as Readonly<Record<string, unknown>>;
  const details = OF_MONGODB.flatMap((name) => {
    const value = own[name];
    if (value === undefined || value === null || value === '') return [];
    const words = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return [`${name}=${words.slice(0, LONGEST)}`];
  });
  const share = shareOfLocks(own);
  if (share !== undefined) details.push(`waitedForLocks=${share}%`);
  return details.length === 0 ? '' : ` ${details.join(' ')}`;
}

/**
 * Percent of a slow operation's time in which it waited for locks, by the longest of its waits: `locks` holds them by resource
 * and mode in microseconds (MongoDB manual, "serverStatus", `locks.<type>.timeAcquiringMicros`). Undefined where none is told.
 */
function shareOfLocks({ locks, durationMillis }: Readonly<Record<string, unknown>>): number | undefined {
  if (typeof durationMillis !== 'number' || durationMillis <= 0 || typeof locks !== 'object' || locks === null) return;
  const waits = Object.values(locks).flatMap((lock: { timeAcquiringMicros?: unknown } | null) =>
    Object.values(lock?.timeAcquiringMicros ?? {}).filter((micros) => typeof micros === 'number'),
  );
  if (waits.length === 0) return;
  const millis = Math.max(...waits) / 1000;
  return Math.min(100, Math.round((100 * millis) / durationMillis));
}
