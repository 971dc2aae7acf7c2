import type { AlertSeverity } from '../domain/alert.ts';
import { isAtLeast } from '../domain/alert.ts';
import {
  type AlertGroup,
  type AlertNews,
  firingFacts,
  type GroupMember,
  memberSubject,
} from '../domain/alert-group.ts';
import { harmless } from '../domain/incident.ts';
import type { AlertDeskDeps } from './desk-deps.ts';

const TOLD = 3;

/**
 * Tells the readers of a thread what happened to its alerts since they were last told, in one reply; has who is on call
 * called by the news' own severity; and decides whether the stated cause accounts for it or the group is to be looked
 * into again. Safe to repeat: broken off, it is done again under the same keys.
 */
export async function tellNews(deps: AlertDeskDeps, group: AlertGroup): Promise<AlertGroup> {
  const { threadTs, news = [] } = group;
  if (threadTs === undefined || news.length === 0) return group;
  const firing = news.filter(({ fingerprint }) => group.members[fingerprint]?.status === 'firing');
  const round = (group.round ?? 0) + 1;
  const done = (more: Partial<AlertGroup>) =>
    deps.groups.change(group.id, ({ news: current = [], ...rest }) => ({
      ...rest,
      round,
      ...more,
      ...(current.length > news.length && { news: current.slice(news.length) }),
    }));
  // It is over already: the thread says that by itself.
  if (firing.length === 0) return (await done({})) ?? group;

  const again = asksForALook(group, firing);
  const lines = firing.slice(0, TOLD).map((one) => lineOf(one, group.members[one.fingerprint]!));
  const more = firing.length - lines.length;
  const owner = group.acknowledgedBy === undefined ? '' : ` <@${group.acknowledgedBy}>, you have it.`;
  const text = `${lines.join(' ')}${more > 0 ? ` And ${more} more.` : ''}${outlook(group, again)}${owner}`;
  const place = { channel: group.channel, threadTs, since: group.openedAt };
  await deps.board.put(place, group.id, `news-${round}`, { kind: 'note', text });
  const thread = { teamId: group.teamId, channel: group.channel, threadTs };
  await deps.timeline.add(thread, `news ${group.id} ${round}`, {
    at: firing.at(-1)!.at,
    kind: 'alert',
    text: lines.join(' '),
  });
  const severity = worst(firing.map(({ fingerprint }) => group.members[fingerprint]!.severity));
  await deps.onNews?.(group, { round, severity, reason: lines.join(' ') });
  // What was left alone is looked at when it changes.
  return (await done(again ? { lookAgain: true } : {})) ?? group;
}

/** True when what fires is not what was looked into, and the cause that was found does not account for it. */
function asksForALook(group: AlertGroup, news: readonly AlertNews[]): boolean {
  if (news.every(({ kind }) => kind === 'flaps')) return false;
  if (group.lookedOn !== undefined && group.lookedOn === firingFacts(group)) return false;
  if (news.some(({ kind }) => kind === 'worse')) return true;
  const explained = new Set<string>(group.found?.explains ?? []);
  return !news.every(({ fingerprint }) => explained.has(memberSubject(group.members[fingerprint]!)));
}

function outlook(group: AlertGroup, again: boolean): string {
  if (again) return group.investigation === undefined ? '' : ' I look again.';
  if (group.found?.best === undefined) return ' Nothing else has changed.';
  return group.lookedOn === firingFacts(group)
    ? ' As before: the cause found stands.'
    : ' The cause found accounts for it.';
}

function lineOf({ kind }: AlertNews, member: GroupMember): string {
  const about = member.target === undefined ? '' : ` about ${harmless(member.target.name)}`;
  const named = `${harmless(member.name)}${about}`;
  switch (kind) {
    case 'worse':
      return `Worse, ${member.severity} now: ${named}.`;
    case 'subject':
      return `New, ${member.severity}: ${named}.`;
    case 'alert':
      return `Another alert, ${member.severity}: ${named}.`;
    case 'again':
      return `Firing again: ${named}.`;
    case 'flaps':
      return `${named} comes and goes; I tell no more of its turns for now.`;
  }
}

function worst(severities: readonly AlertSeverity[]): AlertSeverity {
  return severities.reduce((sum, one) => (isAtLeast(one, sum) ? one : sum), 'info');
}
