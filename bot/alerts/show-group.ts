import { type AlertGroup, countOf, type GroupFinding, thingsInWords } from '../domain/alert-group.ts';
import { harmless } from '../domain/incident.ts';
import type { DutySettings } from '../ports/duty-settings.ts';
import type { AlertDeskDeps } from './desk-deps.ts';
import { isFlapping } from './flapping.ts';
import type { Topology } from './group-alerts.ts';
import { stormAreas } from './storm-areas.ts';
import { stormSummary } from './storm-life.ts';

const EDIT_EVERY_MS = 10_000;

/**
 * Shows a group as its one message, opened once alerts have settled (a storm at once) and edited as they change; tells its
 * end in the thread. `editedAt` holds when each was last edited, in milliseconds: an edit may wait for the next pass.
 */
export async function showGroup(
  deps: AlertDeskDeps,
  group: AlertGroup,
  settings: DutySettings,
  editedAt: Map<string, number>,
  topology: Topology = {},
): Promise<AlertGroup> {
  if (group.shownRevision === group.revision) return group;
  const now = deps.clock.now();
  const fresh = group.threadTs === undefined;
  const settles = now.getTime() - Date.parse(group.openedAt) < settings.alerts.settleSeconds * 1_000;
  if (fresh && settles && group.storm === undefined) return group;
  const isLast = countOf(group).firing === 0;
  const sinceEdit = now.getTime() - (editedAt.get(group.id) ?? 0);
  if (!fresh && !isLast && sinceEdit < (deps.editEveryMs ?? EDIT_EVERY_MS)) return group;
  const place = { channel: group.channel, since: group.openedAt };
  const areas = group.storm && !isLast ? stormAreas(group, topology) : group.storm?.areas;
  const withAreas = <T extends AlertGroup>(one: T): T =>
    one.storm === undefined || areas === undefined ? one : { ...one, storm: { ...one.storm, areas } };
  const message = await deps.board.put(place, group.id, 'group', { kind: 'alert-group', group: withAreas(group) });
  editedAt.set(group.id, now.getTime());
  const shown = await deps.groups.change(group.id, (current) => ({
    ...withAreas(current),
    threadTs: message.ts,
    shownRevision: group.revision,
  }));
  if (fresh) await tellOpening(deps, group, message.ts);
  else if (isLast) await tellEnd(deps, group, message.ts);
  if (fresh && shown) await deps.onOpened?.(shown);
  return shown ?? group;
}

async function tellOpening(deps: AlertDeskDeps, group: AlertGroup, threadTs: string): Promise<void> {
  const { total } = countOf(group);
  const about =
    group.storm === undefined
      ? `about ${group.subjects.slice(0, 3).join(', ')}`
      : `${thingsInWords(group.subjects)}: a storm`;
  const thread = { teamId: group.teamId, channel: group.channel, threadTs };
  await deps.timeline.add(thread, `opened ${group.id}`, {
    at: group.openedAt,
    kind: 'alert',
    text: `${total} ${total === 1 ? 'alert' : 'alerts'} ${harmless(about)}.`,
  });
}

/** Once for each time that nothing fires any more; what comes and goes is told once, as that. */
async function tellEnd(deps: AlertDeskDeps, group: AlertGroup, threadTs: string): Promise<void> {
  const { total } = countOf(group);
  const at = deps.clock.now().toISOString();
  const thread = { teamId: group.teamId, channel: group.channel, threadTs };
  await deps.onOver?.(group);
  const flaps = Object.values(group.members).some((member) => isFlapping(member, group.lastAt));
  if (flaps && group.storm === undefined) return;
  const resolved = total === 1 ? 'The alert is resolved.' : `All ${total.toLocaleString('en-US')} alerts are resolved.`;
  const text = group.storm === undefined ? resolved : `The storm is over: ${stormSummary(group)}, all resolved.`;
  await deps.board.put({ ...thread, since: group.openedAt }, group.id, `resolved:${group.lastAt}`, {
    kind: 'note',
    text,
  });
  await deps.timeline.add(thread, `resolved ${group.id} ${group.lastAt}`, { at, kind: 'alert', text });
}

/** Brings what was found to the top of the thread, once there is something. */
export async function concludeGroup(
  deps: Pick<AlertDeskDeps, 'groups' | 'store'>,
  group: AlertGroup,
  editedAt: Map<string, number>,
): Promise<AlertGroup> {
  if (group.investigation === undefined || group.found !== undefined) return group;
  const record = await deps.store.find(group.investigation);
  if (record === undefined || record.status === 'running') return group;
  const { verdict = 'none', hypotheses: [best] = [] } = record.answer ?? {};
  const stands = (verdict === 'fault' || verdict === 'recovered') && best !== undefined;
  const found: GroupFinding = {
    verdict,
    ...(stands && {
      best: { component: best.component, cause: best.cause, confidence: best.confidence },
      explains: [...new Set([best.component, ...(best.explains ?? [])])],
    }),
  };
  // Worth an edit at once, however new the last one is.
  editedAt.delete(group.id);
  return (await deps.groups.change(group.id, (now) => ({ ...now, found, revision: now.revision + 1 }))) ?? group;
}
