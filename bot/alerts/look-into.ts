import { createHash } from 'node:crypto';
import { isAtLeast } from '../domain/alert.ts';
import { type AlertGroup, countOf, firingFacts, mainTarget } from '../domain/alert-group.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import type { DutySettings } from '../ports/duty-settings.ts';
import type { AlertDeskDeps } from './desk-deps.ts';
import { isStillFiring } from './still-firing.ts';
import { MOST_STORM_LOOKS, stormTarget } from './storm-life.ts';

const NOT_FIRING = 'The alerts had stopped before I looked, so I looked no further.';
const HARMLESS =
  'Too mild to be looked into by itself, so I did not look further. For a look, write \u201c@sre investigate\u201d here.';
/** A group is looked into this often at most, however much happens to it. */
const APART_MS = 5 * 60_000;

/**
 * Starts an investigation of a group whose thread stands: the first, or another one where what happened since asks for
 * it, five minutes after the last at the earliest. What had stopped, or is too mild, is left with a line that says so.
 */
export async function lookInto(deps: AlertDeskDeps, group: AlertGroup, settings: DutySettings): Promise<void> {
  const { threadTs, looks = 0 } = group;
  const nowMs = deps.clock.now().getTime();
  if (threadTs === undefined) return;
  const isFirst = looks === 0 && group.investigation === undefined;
  const wasLeft = group.notInvestigated !== undefined;
  if ((!isFirst || wasLeft) && group.lookAgain !== true) return;
  if (!isFirst && nowMs - Date.parse(group.lookedAt ?? '') < APART_MS) return;
  if (group.storm !== undefined && looks >= MOST_STORM_LOOKS) return;
  const { firing, severity } = countOf(group);
  const leave = async (why: string) => {
    // After a first look the thread says by itself that all is over; and the same is said once.
    if (isFirst && why !== group.notInvestigated) {
      const place = { channel: group.channel, threadTs, since: group.openedAt };
      await deps.board.put(place, group.id, 'not-investigated', { kind: 'note', text: why });
    }
    await deps.groups.change(group.id, ({ lookAgain: _, ...current }) => ({
      ...current,
      ...(isFirst && { notInvestigated: why }),
    }));
  };
  if (firing === 0) return leave(NOT_FIRING);
  if (!isAtLeast(severity, settings.alerts.investigateFrom)) return leave(HARMLESS);
  const gateway = deps.gateways.connect(await deps.systemActor());
  const fires = await isStillFiring(gateway, group).finally(() => gateway.close());
  if (!fires) return leave(NOT_FIRING);
  const target = group.storm === undefined ? mainTarget(group) : stormTarget(group);
  const names = firingNames(group);
  const id = `inv-${createHash('sha256')
    .update(looks === 0 ? group.id : `${group.id} ${looks}`)
    .digest('hex')
    .slice(0, 24)}`;
  const at = deps.clock.now().toISOString();
  await deps.investigations.start({
    id,
    question: `${names.join(', ')} ${names.length === 1 ? 'fires' : 'fire'}`,
    ...(target && { target }),
    sinceSeconds: windowOf(group, nowMs),
    askedBy: { teamId: SYSTEM_ACTOR.teamId, slackUserId: SYSTEM_ACTOR.userId },
    thread: { teamId: group.teamId, channel: group.channel, threadTs },
    askedAt: at,
  });
  await deps.groups.change(group.id, ({ found: _, lookAgain: __, notInvestigated: ___, ...current }) => ({
    ...current,
    investigation: id,
    looks: looks + 1,
    lookedAt: at,
    lookedOn: firingFacts(group),
  }));
  deps.log.info({ investigation: id, group: group.id, alerts: firing }, 'investigation started by alerts');
}

/** The names of what fires, those that began last first: they are what the look is about. */
function firingNames(group: AlertGroup): readonly string[] {
  const firing = Object.values(group.members).filter(({ status }) => status === 'firing');
  const newest = firing.toSorted((a, b) => (a.startsAt < b.startsAt ? 1 : -1));
  return [...new Set(newest.map(({ name }) => name))].slice(0, 5);
}

/** From half an hour before the first alert that fires until now: an hour at least, a day at most. In seconds. */
function windowOf(group: AlertGroup, now: number): number {
  const starts = Object.values(group.members).flatMap(({ status, startsAt }) =>
    status === 'firing' ? [Date.parse(startsAt)] : [],
  );
  const seconds = Math.ceil((now - Math.min(now, ...starts)) / 1_000) + 1_800;
  return Math.min(86_400, Math.max(3_600, seconds));
}
