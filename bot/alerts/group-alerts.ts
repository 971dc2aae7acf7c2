import { createHash } from 'node:crypto';
import { type Alert, isAtLeast } from '../domain/alert.ts';
import { type AlertGroup, type AlertNews, countOf, type GroupMember, memberSubject } from '../domain/alert-group.ts';
import { componentOf } from '../domain/target.ts';
import type { ReceivedAlert } from '../ports/alert-inbox.ts';
import { isFlapping, TURNS_KEPT } from './flapping.ts';

/** Who calls whom, by service name. Empty when it is not known: alerts then join by target alone. */
export type Topology = Readonly<Record<string, readonly string[]>>;

export interface Grouping {
  readonly teamId: string;
  readonly topology: Topology;
  /** How long after its last alert a group still takes related ones, in milliseconds. */
  readonly windowMs: number;
  /** The channel for an alert's thread. */
  readonly channelFor: (alert: Alert) => string;
}

/** Members whose whole alert is kept, for links and for asking whether it still fires. */
const WHOLE_MEMBERS = 25;
const MOST_MEMBERS = 5_000;
const NEWS_KEPT = 100;
const KEYS_KEPT = 20;

/**
 * Puts alerts into groups by facts alone and returns the groups that are new or changed. A known alert stays in its
 * group; a new one joins a group of the same subject, of one that calls it or that it calls, or of Alertmanager's own
 * group; groups that turn out to be one and were not shown yet become one. `groups` are those that are open or quiet.
 * What happens to a group whose thread stands is noted as news.
 */
export function groupAlerts(
  groups: readonly AlertGroup[],
  received: readonly ReceivedAlert[],
  grouping: Grouping,
): readonly AlertGroup[] {
  const neighbours = neighboursOf(grouping.topology);
  const current = new Map(groups.map((group) => [group.id, group]));
  const changed = new Set<string>();
  const put = (group: AlertGroup) => {
    current.set(group.id, group);
    changed.add(group.id);
  };
  const holderOf = new Map<string, string>();
  const byPlace = new Map<string, Set<string>>();
  const index = (group: AlertGroup) => {
    for (const fingerprint of Object.keys(group.members)) holderOf.set(fingerprint, group.id);
    for (const place of placesOf(group)) byPlace.set(place, (byPlace.get(place) ?? new Set()).add(group.id));
  };
  for (const group of groups) index(group);
  const liveById = (id: string | undefined) => {
    const group = id === undefined ? undefined : current.get(id);
    return group !== undefined && (group.state === 'open' || group.state === 'quiet') ? group : undefined;
  };
  for (const { alert, receivedAt } of received) {
    const own = liveById(holderOf.get(alert.fingerprint));
    if (own !== undefined) {
      // Some sources tell no time of a recovery, so a second telling cannot be known by its facts.
      if (alert.status === 'resolved' && own.members[alert.fingerprint]?.status === 'resolved') continue;
      put(withAlert(own, alert, receivedAt));
      continue;
    }
    if (alert.status === 'resolved') continue;
    const subject = subjectOf(alert);
    const channel = grouping.channelFor(alert);
    const places = [
      subject,
      ...(neighbours.get(subject) ?? []),
      ...(alert.groupKey === undefined ? [] : [keyOf(alert.groupKey)]),
    ];
    const ids = new Set(places.flatMap((place) => [...(byPlace.get(`${channel} ${place}`) ?? [])]));
    const related = [...ids]
      .flatMap((id) => liveById(id) ?? [])
      .filter((group) => isRecent(group, receivedAt, grouping.windowMs))
      .sort(
        (a, b) =>
          Number(b.threadTs !== undefined) - Number(a.threadTs !== undefined) || (a.openedAt < b.openedAt ? -1 : 1),
      );
    const [first, ...rest] = related;
    let group = first ?? newGroup(alert, channel, receivedAt, grouping);
    for (const other of rest) {
      // A thread that stands cannot be moved into another.
      if (other.threadTs !== undefined) continue;
      group = merge(group, other);
      put({ ...other, state: 'merged' });
    }
    const joined = withAlert(group, alert, receivedAt);
    put(joined);
    index(joined);
  }
  return [...changed].map((id) => current.get(id)!);
}

function subjectOf(alert: Alert): string {
  if (alert.target !== undefined) return componentOf(alert.target);
  const place = alert.labels.cluster ?? alert.labels.job ?? alert.labels.region ?? '';
  return `alert/${alert.name}${place === '' ? '' : `@${place}`}`;
}

/** Where a group is found by alerts that come later: what it is about, and its source's own groups, by channel. */
function placesOf({ channel, subjects, groupKeys = [] }: AlertGroup): readonly string[] {
  return [...subjects, ...groupKeys.map(keyOf)].map((place) => `${channel} ${place}`);
}

const keyOf = (groupKey: string) => `group-key ${groupKey}`;

function neighboursOf(topology: Topology): Map<string, Set<string>> {
  const near = new Map<string, Set<string>>();
  const add = (one: string, other: string) => near.set(one, (near.get(one) ?? new Set()).add(other));
  for (const [caller, callees] of Object.entries(topology)) {
    for (const callee of callees) {
      add(`service/${caller}`, `service/${callee}`);
      add(`service/${callee}`, `service/${caller}`);
    }
  }
  return near;
}

function isRecent(group: AlertGroup, at: string, windowMs: number): boolean {
  return Date.parse(at) - Date.parse(group.lastAt) <= windowMs;
}

function newGroup(alert: Alert, channel: string, receivedAt: string, { teamId }: Grouping): AlertGroup {
  const hash = createHash('sha256').update(`${alert.fingerprint} ${alert.startsAt} ${receivedAt}`).digest('hex');
  return {
    id: `alerts-${hash.slice(0, 24)}`,
    teamId,
    state: 'open',
    channel,
    subjects: [],
    members: {},
    openedAt: receivedAt,
    lastAt: receivedAt,
    revision: 1,
  };
}

function withAlert(group: AlertGroup, alert: Alert, receivedAt: string): AlertGroup {
  const known = group.members[alert.fingerprint];
  const size = Object.keys(group.members).length;
  if (known === undefined && size >= MOST_MEMBERS) return group;
  const turned = known !== undefined && known.status !== alert.status;
  const turns = turned ? [...(known.turns ?? []), receivedAt].slice(-TURNS_KEPT) : known?.turns;
  const member: GroupMember = {
    name: alert.name,
    status: alert.status,
    severity: alert.severity,
    startsAt: known?.startsAt ?? alert.startsAt,
    ...(alert.target && { target: alert.target }),
    times: (known?.times ?? 0) + (alert.status === 'firing' ? 1 : 0),
    ...((known?.alert !== undefined || size < WHOLE_MEMBERS) && { alert }),
    ...(turns && { turns }),
  };
  const members = { ...group.members, [alert.fingerprint]: member };
  const subject = subjectOf(alert);
  const fires = countOf({ members }).firing > 0;
  const { overAt: _, acknowledgedBy, ...rest } = group;
  // Who had what is over has not what begins anew.
  const isAnew = fires && group.state === 'quiet';
  const news = group.threadTs === undefined ? undefined : newsOf(group, member, alert, receivedAt);
  const key = alert.groupKey;
  return {
    ...rest,
    members,
    subjects: group.subjects.includes(subject) ? group.subjects : [...group.subjects, subject],
    ...(key !== undefined &&
      !group.groupKeys?.includes(key) && { groupKeys: [...(group.groupKeys ?? []), key].slice(-KEYS_KEPT) }),
    ...(!isAnew && acknowledgedBy !== undefined && { acknowledgedBy }),
    state: fires ? 'open' : 'quiet',
    ...(!fires && { overAt: group.overAt ?? receivedAt }),
    lastAt: receivedAt > group.lastAt ? receivedAt : group.lastAt,
    revision: group.revision + 1,
    ...(news && { news: [...(group.news ?? []), news].slice(-NEWS_KEPT) }),
  };
}

/** What an alert is to a group whose thread stands; undefined for one that readers have been told of. */
function newsOf(group: AlertGroup, member: GroupMember, alert: Alert, at: string): AlertNews | undefined {
  if (alert.status !== 'firing') return undefined;
  const { fingerprint } = alert;
  const before = group.members[fingerprint];
  if (isFlapping(member, at)) {
    // Told once: at the turn before the end that preceded this beginning it was none yet.
    const wasFlapping = isFlapping({ turns: before?.turns?.slice(0, -1) ?? [] }, at);
    return wasFlapping ? undefined : { kind: 'flaps', fingerprint, at };
  }
  const { firing, severity } = countOf(group);
  if (firing > 0 && alert.severity !== severity && isAtLeast(alert.severity, severity))
    return { kind: 'worse', fingerprint, at };
  if (before !== undefined) return before.status === 'resolved' ? { kind: 'again', fingerprint, at } : undefined;
  const subject = subjectOf(alert);
  if (!group.subjects.includes(subject)) return { kind: 'subject', fingerprint, at };
  const alike = Object.values(group.members).filter(
    (other) => other.name === alert.name && memberSubject(other) === memberSubject(member),
  );
  if (alike.length === 0) return { kind: 'alert', fingerprint, at };
  // One of its kind fires already, or all were over: then it is the same trouble again.
  return alike.some(({ status }) => status === 'firing') ? undefined : { kind: 'again', fingerprint, at };
}

function merge(group: AlertGroup, other: AlertGroup): AlertGroup {
  return {
    ...group,
    members: { ...other.members, ...group.members },
    subjects: [...new Set([...group.subjects, ...other.subjects])],
    openedAt: [group.openedAt, other.openedAt].sort()[0]!,
    lastAt: [group.lastAt, other.lastAt].sort()[1]!,
    ...((group.groupKeys ?? other.groupKeys) && {
      groupKeys: [...new Set([...(group.groupKeys ?? []), ...(other.groupKeys ?? [])])],
    }),
  };
}
