import { asArray, asRecord, asText } from '../../common/snapshot/json-shape.ts';

/** Whose a line of CloudWatch Logs is, as far as its group, its stream and its words say. */
export interface CloudWatchOrigin {
  readonly service?: string;
  readonly container?: string;
}

/** A stream of the `awslogs` driver: prefix, container and the number of the task. */
const TASK_STREAM = /^(.+)\/([^/]+)\/(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** Groups that AWS names itself, with the resource they are of. */
const OF_RESOURCE =
  /^\/aws\/(?:lambda|rds\/(?:cluster|instance|proxy)|(?:docdb|neptune|codebuild|eks|elasticbeanstalk|states|vendedlogs\/states))\/(?:[a-z]{2}(?:-[a-z]+)+-\d\.)?([^/]+)/;
/** Groups of a whole cluster, or of a rule that forwards events: their lines are of many. */
const OF_MANY = /^\/aws\/(?:ecs\/)?containerinsights\//;
const OF_EVENTS = /(?:^|\/)events(?:\/|$)/;
/** Last parts of a group's name that say what kind of log it is. */
const KINDS = /^(?:application|app|access|error|errors|audit|general|slowquery|logs?|stdout|stderr|host|performance)$/i;

/** The prefixes of the streams of each group: where a group has several, they and not the group name the service. */
export function streamPrefixes(rows: readonly Readonly<Record<string, string>>[]): ReadonlyMap<string, number> {
  const prefixes = new Map<string, Set<string>>();
  for (const { '@log': group, '@logStream': stream } of rows) {
    const prefix = TASK_STREAM.exec(stream ?? '')?.[1];
    if (group === undefined || prefix === undefined) continue;
    prefixes.set(group, (prefixes.get(group) ?? new Set()).add(prefix));
  }
  return new Map([...prefixes].map(([group, own]) => [group, own.size]));
}

/** The origin by `@log`, which is `account:group`, and by the stream. */
export function originOfGroup(log: string, stream: string, prefixes: ReadonlyMap<string, number>): CloudWatchOrigin {
  const group = log.replace(/^\d{12}:/, '');
  const [, prefix, container] = TASK_STREAM.exec(stream) ?? [];
  const named = (prefixes.get(log) ?? 0) > 1 && prefix !== undefined ? prefix : serviceOfGroup(group);
  return { ...(named === undefined ? {} : { service: named }), ...(container === undefined ? {} : { container }) };
}

function serviceOfGroup(group: string): string | undefined {
  if (group === '' || OF_MANY.test(group) || OF_EVENTS.test(group)) return undefined;
  const resource = OF_RESOURCE.exec(group)?.[1];
  if (resource !== undefined) return resource;
  const parts = group.split('/').filter((part) => part !== '');
  return parts.findLast((part) => !KINDS.test(part)) ?? parts.at(-1);
}

/** An event of the platform about one of its resources, in words. */
export interface PlatformEvent {
  readonly service?: string;
  readonly level?: string;
  readonly text: string;
}

/**
 * Reads an event that EventBridge, SNS or the service's own list wrote into a log: ECS names the service as `service:NAME`,
 * by its ARN or in front of the message; RDS names the instance or cluster as the event's source.
 */
export function readPlatformEvent(message: string, log: string): PlatformEvent | undefined {
  const listed = /^\(service ([^),\s]+)[^)]*\) /.exec(message)?.[1];
  if (listed !== undefined) return { service: listed, text: message };
  // A program's own record may have a member `Source` as well.
  const event = /"(?:detail-type|SourceIdentifier|Event Source)"/.test(message) || OF_EVENTS.test(log);
  return event && message.startsWith('{') ? eventOf(message) : undefined;
}

function eventOf(message: string): PlatformEvent | undefined {
  let event: Readonly<Record<string, unknown>>;
  try {
    event = asRecord(JSON.parse(message));
  } catch {
    return undefined;
  }
  const detail = { ...event, ...asRecord(event.detail) };
  const said = ['eventName', 'stoppedReason', 'reason', 'Message', 'Event Message'].flatMap(
    (name) => asText(detail[name]) ?? [],
  );
  const service = subjectOf(detail);
  if (said.length === 0 || (service === undefined && event['detail-type'] === undefined)) return undefined;
  const kind = asText(event['detail-type']);
  return {
    ...(service === undefined ? {} : { service }),
    ...(/^(?:WARN|ERROR)$/.test(asText(detail.eventType) ?? '') ? { level: asText(detail.eventType)! } : {}),
    text: `${kind === undefined ? '' : `${kind}: `}${said.join(': ')}`,
  };
}

function subjectOf(detail: Readonly<Record<string, unknown>>): string | undefined {
  const group = /^service:(.+)$/.exec(asText(detail.group) ?? '')?.[1];
  const arn = asArray(detail.resources).flatMap(
    (one) => /:(?:service\/(?:[^/]+\/)?|function:|db:|cluster:)([^/:]+)$/.exec(String(one))?.[1] ?? [],
  )[0];
  const source = asText(detail.SourceIdentifier) ?? asText(detail['Source ID']) ?? asText(detail.Source);
  return group ?? source ?? arn;
}
