import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alert.ts';
import { type AlertGroup, countOf, type GroupMember } from '../domain/alert-group.ts';
import { componentOf } from '../domain/target.ts';
import type { ReceivedAlert } from '../ports/alert-inbox.ts';

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

/**
 * Puts alerts into groups by facts alone and returns the groups that are new or changed. A known alert stays in its
 * group; a new one joins a group of the same subject, or of one that calls it or that it calls; groups that turn out to
 * be one and were not shown yet become one. `groups` are those that are open or quiet.
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
  for (const { alert, receivedAt } of received) {
    const live = [...current.values()].filter(({ state }) => state === 'open' || state === 'quiet');
    const own = live.find((group) => group.members[alert.fingerprint] !== undefined);
    if (own !== undefined) {
      // Some sources tell no time of a recovery, so a second telling cannot be known by its facts.
      if (alert.status === 'resolved' && own.members[alert.fingerprint]?.status === 'resolved') continue;
      put(withAlert(own, alert, receivedAt));
      continue;
    }
    if (alert.status === 'resolved') continue;
    const subject = subjectOf(alert);
    const near = neighbours.get(subject) ?? new Set();
    const channel = grouping.channelFor(alert);
    const related = live
      .filter((group) => group.channel === channel && isRecent(group, receivedAt, grouping.windowMs))
      .filter((group) => group.subjects.some((other) => other === subject || near.has(other)))
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
    put(withAlert(group, alert, receivedAt));
  }
  return [...changed].map((id) => current.get(id)!);
}

function subjectOf(alert: Alert): string {
  if (alert.target !== undefined) return componentOf(alert.target);
  const place = alert.labels.cluster ?? alert.labels.job ?? alert.labels.region ?? '';
  return `alert/${alert.name}${place === '' ? '' : `@${place}`}`;
}

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
  const member: GroupMember = {
    name: alert.name,
    status: alert.status,
    severity: alert.severity,
    startsAt: known?.startsAt ?? alert.startsAt,
    ...(alert.target && { target: alert.target }),
    times: (known?.times ?? 0) + (alert.status === 'firing' ? 1 : 0),
    ...((known?.alert !== undefined || size < WHOLE_MEMBERS) && { alert }),
  };
  const members = { ...group.members, [alert.fingerprint]: member };
  const subject = subjectOf(alert);
  return {
    ...group,
    members,
    subjects: group.subjects.includes(subject) ? group.subjects : [...group.subjects, subject],
    state: countOf({ members }).firing > 0 ? 'open' : 'quiet',
    lastAt: receivedAt > group.lastAt ? receivedAt : group.lastAt,
    revision: group.revision + 1,
  };
}

function merge(group: AlertGroup, other: AlertGroup): AlertGroup {
  return {
    ...group,
    members: { ...other.members, ...group.members },
    subjects: [...new Set([...group.subjects, ...other.subjects])],
    openedAt: [group.openedAt, other.openedAt].sort()[0]!,
    lastAt: [group.lastAt, other.lastAt].sort()[1]!,
  };
}
