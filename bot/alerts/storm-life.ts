import { type AlertGroup, countOf, thingsInWords } from '../domain/alert-group.ts';
import type { Target } from '../domain/target.ts';
import type { AlertDeskDeps } from './desk-deps.ts';
import { CALM_MS } from './storm.ts';

/** A storm is looked into this often at most, however long it lasts. */
export const MOST_STORM_LOOKS = 3;

/** Ends a storm that nothing was added to for a while: says in its thread how long it lasted and how many there were. */
export async function calmStorm(deps: AlertDeskDeps, group: AlertGroup): Promise<AlertGroup> {
  const { storm, threadTs, channel } = group;
  const now = deps.clock.now();
  if (storm === undefined || storm.calmAt !== undefined || threadTs === undefined) return group;
  const { firing } = countOf(group);
  // Where nothing fires any more the end of the alerts says it all.
  const isOver = firing === 0;
  if (!isOver && now.getTime() - Date.parse(storm.joinedAt) < CALM_MS) return group;
  if (!isOver) {
    const text = `The storm is over: ${stormSummary(group)}, ${firing.toLocaleString('en-US')} of which still fire. What begins from now on opens threads of its own again.`;
    const place = { channel, threadTs, since: group.openedAt };
    await deps.board.put(place, group.id, `calm:${storm.since}`, { kind: 'note', text });
    const thread = { teamId: group.teamId, channel, threadTs };
    await deps.timeline.add(thread, `calm ${group.id} ${storm.since}`, { at: now.toISOString(), kind: 'alert', text });
  }
  const calm = (current: AlertGroup) => ({
    ...current,
    ...(current.storm && { storm: { ...current.storm, calmAt: now.toISOString() } }),
    revision: current.revision + 1,
  });
  return (await deps.groups.change(group.id, calm)) ?? group;
}

/** `it lasted 12 min, with 10,000 alerts of 700 services`: from the first alert to the last that was new. */
export function stormSummary(group: AlertGroup): string {
  const until = group.storm?.joinedAt ?? group.lastAt;
  const minutes = Math.max(1, Math.round((Date.parse(until) - Date.parse(group.openedAt)) / 60_000));
  return `it lasted ${minutes} min, with ${countOf(group).total.toLocaleString('en-US')} alerts ${thingsInWords(group.subjects)}`;
}

/** What an investigation of a storm is about: what its largest part shares; undefined for the whole system. */
export function stormTarget({ storm }: AlertGroup): Target | undefined {
  const [largest] = storm?.areas ?? [];
  if (largest === undefined) return undefined;
  if (largest.by === 'calls') return { kind: 'service', name: largest.what };
  if (largest.by === 'node' || largest.by === 'namespace') return { kind: largest.by, name: largest.what };
  return undefined;
}
