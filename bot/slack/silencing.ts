import { createHash } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { isSameSubject, type Silence } from '../domain/silence.ts';
import type { SlackDeps } from './deps.ts';
import type { Duty } from './duty.ts';
import { silencesMessage } from './views/duty.ts';

const MIRROR_PATIENCE_MS = 1_500;

async function inForce({ clock }: Pick<SlackDeps, 'clock'>, duty: Duty, teamId: string) {
  const active = await duty.silences.list({ teamId, states: ['active'] });
  return active.filter(({ until }) => Date.parse(until) > clock.now().getTime());
}

/** What is silenced, and what that holds back; `made` is the silence that was set just now. */
export async function silencesNow(deps: Pick<SlackDeps, 'clock'>, duty: Duty, teamId: string, made?: Silence) {
  const { mirror } = duty;
  const [silences, held, theirs] = await Promise.all([
    inForce(deps, duty, teamId),
    duty.inbox.held(deps.clock.now()),
    mirror?.others(AbortSignal.timeout(MIRROR_PATIENCE_MS)).catch(() => undefined),
  ]);
  const beside = mirror && { name: mirror.name, ...(theirs && { silences: theirs }) };
  return silencesMessage(silences, made, held, beside);
}

/** What is said when a silence ends early. */
export function endedText(subject: string): string {
  return `Alerts about ${subject} open threads again. Those that were held back and still fire come in a moment.`;
}

/** Ends what holds about this; false when nothing did, as after the first of two presses. */
export async function endSilence(
  deps: Pick<SlackDeps, 'clock'>,
  duty: Duty,
  { teamId, slackUserId }: Pick<Actor, 'teamId' | 'slackUserId'>,
  subject: string,
): Promise<boolean> {
  const meant = (await inForce(deps, duty, teamId)).filter((one) => isSameSubject(one.subject, subject));
  let isEnded = false;
  for (const { id } of meant) {
    const one = await duty.silences.change(id, (current) =>
      current.state === 'active' ? { ...current, state: 'ending', endedBy: slackUserId } : undefined,
    );
    isEnded ||= one !== undefined;
  }
  return isEnded;
}

/**
 * A bare name is a service and an alert's name alike. What is silenced longer already stays so; a longer silence takes
 * the place of the shorter, which is kept as ended.
 */
export async function silence(
  { clock }: Pick<SlackDeps, 'clock'>,
  duty: Duty,
  actor: { readonly teamId: string; readonly slackUserId: string },
  what: string,
  seconds: number,
  { channel, threadTs }: { readonly channel: string; readonly threadTs?: string },
): Promise<Silence> {
  const now = clock.now();
  const until = new Date(now.getTime() + seconds * 1_000).toISOString();
  const active = await inForce({ clock }, duty, actor.teamId);
  const made: Silence[] = [];
  for (const subject of what.includes('/') ? [what] : [`service/${what}`, what]) {
    const same = active.filter((one) => one.subject.toLowerCase() === subject.toLowerCase());
    const longer = same.find((one) => Date.parse(one.until) >= Date.parse(until));
    if (longer !== undefined) {
      made.push(longer);
      continue;
    }
    const hash = createHash('sha256')
      .update(`${actor.teamId} ${subject.toLowerCase()} ${now.toISOString()}`)
      .digest('hex');
    const one: Silence = {
      id: `silence-${hash.slice(0, 24)}`,
      teamId: actor.teamId,
      state: 'active',
      subject: subject.slice(0, 253),
      from: now.toISOString(),
      until,
      by: actor.slackUserId,
      // Of the two of a bare name one tells its end.
      ...(subject === what && { channel, ...(threadTs && { threadTs }) }),
    };
    await duty.silences.add(one);
    for (const { id } of same) await duty.silences.change(id, (current) => ({ ...current, state: 'ended' }));
    made.push(one);
  }
  return { ...made[0]!, subject: what };
}
