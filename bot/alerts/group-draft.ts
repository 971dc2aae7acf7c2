import { type Alert, type AlertSeverity, isAtLeast } from '../domain/alert.ts';
import { type AlertGroup, type AlertNews, type GroupMember, memberSubject } from '../domain/alert-group.ts';
import { componentOf } from '../domain/target.ts';
import { isFlapping, TURNS_KEPT } from './flapping.ts';
import { STORM_FROM, STORM_SPAN_MS } from './storm.ts';

/** Members whose whole alert is kept, for links and for asking whether it still fires. */
const WHOLE_MEMBERS = 25;
const MOST_MEMBERS = 20_000;
const NEWS_KEPT = 100;
const KEYS_KEPT = 20;

/**
 * A group while alerts are put into it: what is counted over its members stands ready, so that an alert costs the same
 * however many there are. `head` has no members, subjects and keys; those are beside it.
 */
export interface GroupDraft {
  head: AlertGroup;
  readonly members: Map<string, GroupMember>;
  readonly subjects: Set<string>;
  readonly keys: Set<string>;
  /** How many fire, by severity. */
  readonly firing: Record<AlertSeverity, number>;
  /** How many there are and how many of them fire, by name and subject. */
  readonly kinds: Map<string, { total: number; firing: number }>;
}

export function openDraft(group: AlertGroup): GroupDraft {
  const draft: GroupDraft = {
    head: group,
    members: new Map(),
    subjects: new Set(group.subjects),
    keys: new Set(group.groupKeys),
    firing: { critical: 0, warning: 0, info: 0 },
    kinds: new Map(),
  };
  for (const [fingerprint, member] of Object.entries(group.members)) setMember(draft, fingerprint, member);
  return draft;
}

export function closeDraft({ head, members, subjects, keys }: GroupDraft): AlertGroup {
  const { groupKeys: _, ...rest } = head;
  return {
    ...rest,
    members: Object.fromEntries(members),
    subjects: [...subjects],
    ...(keys.size > 0 && { groupKeys: [...keys].slice(-KEYS_KEPT) }),
  };
}

function setMember(draft: GroupDraft, fingerprint: string, member: GroupMember): void {
  const count = (one: GroupMember, step: number) => {
    const fires = one.status === 'firing' ? step : 0;
    draft.firing[one.severity] += fires;
    const kind = draft.kinds.get(kindOf(one)) ?? { total: 0, firing: 0 };
    draft.kinds.set(kindOf(one), { total: kind.total + step, firing: kind.firing + fires });
  };
  const before = draft.members.get(fingerprint);
  if (before !== undefined) count(before, -1);
  count(member, 1);
  draft.members.set(fingerprint, member);
}

const kindOf = (member: GroupMember): string => `${member.name}\n${memberSubject(member)}`;

/** Puts an alert into a group; what that is to readers of a thread that stands is noted as news. */
export function addAlert(draft: GroupDraft, alert: Alert, receivedAt: string): void {
  const { head, members, subjects, keys } = draft;
  const known = members.get(alert.fingerprint);
  const lastAt = receivedAt > head.lastAt ? receivedAt : head.lastAt;
  if (known === undefined && members.size >= MOST_MEMBERS) {
    draft.head = { ...head, lastAt, beyond: (head.beyond ?? 0) + 1, revision: head.revision + 1 };
    return;
  }
  const member = memberOf(known, alert, receivedAt, members.size < WHOLE_MEMBERS);
  const news = head.threadTs === undefined ? undefined : newsOf(draft, member, alert, receivedAt);
  setMember(draft, alert.fingerprint, member);
  const size = subjects.size;
  subjects.add(subjectOf(alert));
  if (alert.groupKey !== undefined) keys.add(alert.groupKey);
  const fires = countFiring(draft) > 0;
  const { overAt, acknowledgedBy, storm, ...rest } = head;
  // Who had what is over has not what begins anew.
  const isAnew = fires && head.state === 'quiet';
  const isStorm =
    storm === undefined &&
    subjects.size > size &&
    subjects.size >= STORM_FROM &&
    Date.parse(receivedAt) - Date.parse(head.openedAt) < STORM_SPAN_MS;
  draft.head = {
    ...rest,
    ...(!isAnew && acknowledgedBy !== undefined && { acknowledgedBy }),
    state: fires ? 'open' : 'quiet',
    ...(!fires && { overAt: overAt ?? receivedAt }),
    lastAt,
    revision: head.revision + 1,
    ...(news && { news: [...(head.news ?? []), news].slice(-NEWS_KEPT) }),
    ...(isStorm && { storm: { since: receivedAt, joinedAt: receivedAt } }),
    ...(storm && { storm: known === undefined ? { ...storm, joinedAt: receivedAt } : storm }),
  };
}

function memberOf(known: GroupMember | undefined, alert: Alert, at: string, isWhole: boolean): GroupMember {
  const turned = known !== undefined && known.status !== alert.status;
  const turns = turned ? [...(known.turns ?? []), at].slice(-TURNS_KEPT) : known?.turns;
  const near = nearOf(alert);
  return {
    name: alert.name,
    status: alert.status,
    severity: alert.severity,
    startsAt: known?.startsAt ?? alert.startsAt,
    ...(alert.target && { target: alert.target }),
    times: (known?.times ?? 0) + (alert.status === 'firing' ? 1 : 0),
    ...((known?.alert !== undefined || isWhole) && { alert }),
    ...(turns && { turns }),
    ...(near.length > 0 && { near }),
  };
}

const NEAR: readonly (readonly [kind: string, labels: readonly string[]])[] = [
  ['node', ['node', 'nodename', 'kubernetes_node', 'NodeName', 'host']],
  ['zone', ['zone', 'availability_zone', 'topology_kubernetes_io_zone', 'az', 'AvailabilityZone', 'datacenter']],
  ['cluster', ['cluster', 'cluster_name', 'kubernetes_cluster', 'ClusterName']],
  ['region', ['region', 'topology_kubernetes_io_region', 'aws_region']],
];

function nearOf({ labels }: Alert): readonly string[] {
  return NEAR.flatMap(([kind, names]) => {
    const value = names.map((name) => labels[name]).find((one) => one !== undefined && one !== '');
    return value === undefined ? [] : [`${kind}/${value.slice(0, 120)}`];
  });
}

/** What an alert is about: a component, or its name and place where it names none. */
export function subjectOf(alert: Alert): string {
  if (alert.target !== undefined) return componentOf(alert.target);
  const place = alert.labels.cluster ?? alert.labels.job ?? alert.labels.region ?? '';
  return `alert/${alert.name}${place === '' ? '' : `@${place}`}`;
}

function countFiring({ firing }: GroupDraft): number {
  return firing.critical + firing.warning + firing.info;
}

/** What an alert is to a group whose thread stands; undefined for one that readers have been told of. */
function newsOf(draft: GroupDraft, member: GroupMember, alert: Alert, at: string): AlertNews | undefined {
  if (alert.status !== 'firing') return undefined;
  const { fingerprint } = alert;
  const before = draft.members.get(fingerprint);
  const storms = draft.head.storm !== undefined && draft.head.storm.calmAt === undefined;
  if (isFlapping(member, at)) {
    // Told once: at the turn before the end that preceded this beginning it was none yet.
    const wasFlapping = isFlapping({ turns: before?.turns?.slice(0, -1) ?? [] }, at);
    return wasFlapping || storms ? undefined : { kind: 'flaps', fingerprint, at };
  }
  const fires = countFiring(draft) > 0;
  const worst = (['critical', 'warning', 'info'] as const).find((severity) => draft.firing[severity] > 0) ?? 'info';
  if (fires && alert.severity !== worst && isAtLeast(alert.severity, worst)) return { kind: 'worse', fingerprint, at };
  // Of a storm the message says how it grows; a reply for each alert is what it is there against.
  if (storms) return fires ? undefined : { kind: 'again', fingerprint, at };
  if (before !== undefined) return before.status === 'resolved' ? { kind: 'again', fingerprint, at } : undefined;
  if (!draft.subjects.has(subjectOf(alert))) return { kind: 'subject', fingerprint, at };
  const alike = draft.kinds.get(kindOf(member));
  if (alike === undefined || alike.total === 0) return { kind: 'alert', fingerprint, at };
  // One of its kind fires already, or all were over: then it is the same trouble again.
  return alike.firing > 0 ? undefined : { kind: 'again', fingerprint, at };
}

/** Puts all of one group into another; the other's message was not shown yet. */
export function mergeInto(draft: GroupDraft, other: GroupDraft): void {
  for (const [fingerprint, member] of other.members) {
    const { alert, ...plain } = member;
    const isWhole = alert !== undefined && draft.members.size < WHOLE_MEMBERS;
    if (!draft.members.has(fingerprint)) setMember(draft, fingerprint, isWhole ? member : plain);
  }
  for (const subject of other.subjects) draft.subjects.add(subject);
  for (const key of other.keys) draft.keys.add(key);
  const beyond = (draft.head.beyond ?? 0) + (other.head.beyond ?? 0);
  draft.head = {
    ...draft.head,
    openedAt: [draft.head.openedAt, other.head.openedAt].sort()[0]!,
    lastAt: [draft.head.lastAt, other.head.lastAt].sort()[1]!,
    ...(beyond > 0 && { beyond }),
  };
}
