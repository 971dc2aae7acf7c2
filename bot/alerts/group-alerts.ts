import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alert.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import type { ReceivedAlert } from '../ports/alert-inbox.ts';
import { addAlert, closeDraft, type GroupDraft, mergeInto, openDraft, subjectOf } from './group-draft.ts';
import { isYoung, STORM_FROM, takesMore } from './storm.ts';

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

/**
 * Puts alerts into groups by facts alone and returns the groups that are new or changed. A known alert stays in its
 * group; a new one joins a group of the same subject, of one that calls it or that it calls, or of Alertmanager's own
 * group; groups that turn out to be one and were not shown yet become one. Where too much begins at once in a channel,
 * all of it that was not shown yet becomes one group, a storm, which takes what else begins there until it is calm.
 * `groups` are those that are open or quiet.
 */
export function groupAlerts(
  groups: readonly AlertGroup[],
  received: readonly ReceivedAlert[],
  grouping: Grouping,
): readonly AlertGroup[] {
  const neighbours = neighboursOf(grouping.topology);
  const placement = indexGroups(groups);
  for (const { alert, receivedAt } of received) {
    const own = placement.holding(alert.fingerprint);
    if (own !== undefined) {
      // Some sources tell no time of a recovery, so a second telling cannot be known by its facts.
      const isTold = alert.status === 'resolved' && own.members.get(alert.fingerprint)?.status === 'resolved';
      if (!isTold) placement.add(own, alert, receivedAt);
      continue;
    }
    if (alert.status === 'resolved') continue;
    const channel = grouping.channelFor(alert);
    const subject = subjectOf(alert);
    const places = [subject, ...(neighbours.get(subject) ?? []), ...(alert.groupKey ? [keyOf(alert.groupKey)] : [])];
    const [first, ...rest] = placement
      .at(channel, places)
      .filter(({ head }) => Date.parse(receivedAt) - Date.parse(head.lastAt) <= grouping.windowMs)
      .sort(({ head: a }, { head: b }) => shownFirst(a, b));
    const into =
      first ?? placement.storm(channel, receivedAt) ?? placement.open(newGroup(alert, channel, receivedAt, grouping));
    placement.merge(into, rest);
    placement.add(into, alert, receivedAt);
    if (first === undefined) placement.gather(channel, receivedAt);
  }
  return placement.changed();
}

function shownFirst(a: AlertGroup, b: AlertGroup): number {
  return Number(b.threadTs !== undefined) - Number(a.threadTs !== undefined) || (a.openedAt < b.openedAt ? -1 : 1);
}

/** The groups by what leads to them; a group is opened as a draft when something is put into it. */
function indexGroups(groups: readonly AlertGroup[]) {
  const drafts = new Map<string, GroupDraft>();
  const known = new Map(groups.map((group) => [group.id, group]));
  const changed = new Set<string>();
  const holderOf = new Map<string, string>();
  const byPlace = new Map<string, Set<string>>();
  const byChannel = new Map<string, Set<string>>();

  const headOf = (id: string) => drafts.get(id)?.head ?? known.get(id);
  const put = (map: Map<string, Set<string>>, key: string, id: string) =>
    void map.set(key, (map.get(key) ?? new Set()).add(id));
  const indexPlaces = (id: string, channel: string, places: Iterable<string>) => {
    put(byChannel, channel, id);
    for (const place of places) put(byPlace, `${channel} ${place}`, id);
  };
  for (const { id, channel, members, subjects, groupKeys = [] } of groups) {
    for (const fingerprint of Object.keys(members)) holderOf.set(fingerprint, id);
    indexPlaces(id, channel, [...subjects, ...groupKeys.map(keyOf)]);
  }
  const live = (id: string): GroupDraft | undefined => {
    const head = headOf(id);
    if (head === undefined || (head.state !== 'open' && head.state !== 'quiet')) return undefined;
    const draft = drafts.get(id) ?? openDraft(head);
    drafts.set(id, draft);
    return draft;
  };
  const inChannel = (channel: string, fits: (head: AlertGroup) => boolean) =>
    [...(byChannel.get(channel) ?? [])].flatMap((id) => (fits(headOf(id)!) ? (live(id) ?? []) : []));

  function merge(into: GroupDraft, others: readonly GroupDraft[]): void {
    for (const other of others) {
      // A thread that stands cannot be moved into another.
      if (other === into || other.head.threadTs !== undefined) continue;
      mergeInto(into, other);
      other.head = { ...other.head, state: 'merged' };
      changed.add(other.head.id).add(into.head.id);
      for (const fingerprint of other.members.keys()) holderOf.set(fingerprint, into.head.id);
      indexPlaces(into.head.id, into.head.channel, [...other.subjects, ...[...other.keys].map(keyOf)]);
      byChannel.get(other.head.channel)?.delete(other.head.id);
    }
  }

  return {
    merge,
    holding(fingerprint: string) {
      const id = holderOf.get(fingerprint);
      return id === undefined ? undefined : live(id);
    },
    at(channel: string, places: readonly string[]): GroupDraft[] {
      const ids = new Set(places.flatMap((place) => [...(byPlace.get(`${channel} ${place}`) ?? [])]));
      return [...ids].flatMap((id) => live(id) ?? []);
    },
    /** The storm that takes what begins in the channel now. */
    storm: (channel: string, at: string) => inChannel(channel, (head) => takesMore(head, at))[0],
    open(group: AlertGroup) {
      const draft = openDraft(group);
      drafts.set(group.id, draft);
      return draft;
    },
    add(draft: GroupDraft, alert: Alert, receivedAt: string) {
      addAlert(draft, alert, receivedAt);
      changed.add(draft.head.id);
      if (draft.members.has(alert.fingerprint)) holderOf.set(alert.fingerprint, draft.head.id);
      const key = alert.groupKey === undefined ? [] : [keyOf(alert.groupKey)];
      indexPlaces(draft.head.id, draft.head.channel, [subjectOf(alert), ...key]);
    },
    /** Makes one storm of what is young in a channel, where that is too much. */
    gather(channel: string, at: string) {
      const ids = byChannel.get(channel);
      if (ids === undefined || ids.size < STORM_FROM) return;
      const young = [...ids].filter((id) => isYoung(headOf(id)!, at));
      if (young.length < STORM_FROM) return;
      const [into, ...rest] = inChannel(channel, (head) => isYoung(head, at) && head.threadTs === undefined);
      if (into === undefined) return;
      merge(into, rest);
      into.head = { ...into.head, storm: { since: at, joinedAt: at } };
    },
    /** What was merged before it was ever kept need not be kept. */
    changed: () =>
      [...changed].flatMap((id) => {
        const draft = drafts.get(id)!;
        return draft.head.state === 'merged' && !known.has(id) ? [] : [closeDraft(draft)];
      }),
  };
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
