import type { Alert, AlertSeverity } from './alert.ts';
import type { Hypothesis, Verdict } from './answer.ts';
import type { Component, Target } from './target.ts';

/** One alert of a group, as it stands. */
export interface GroupMember {
  readonly name: string;
  readonly status: Alert['status'];
  readonly severity: AlertSeverity;
  readonly startsAt: string;
  readonly target?: Target;
  /** How often it came. */
  readonly times: number;
  /** Kept for the first members only. */
  readonly alert?: Alert;
  /** RFC 3339: when it last began or ended, the newest ten. Absent while it never changed. */
  readonly turns?: readonly string[];
  /** Where it is beside its target, as its labels say: `node/NAME`, `zone/NAME`, `cluster/NAME`, `region/NAME`. */
  readonly near?: readonly string[];
}

/** A part of a storm: alerts that share something, which is not yet known to be their cause. */
export interface StormArea {
  /** `calls`: they call this service, or are it. `group`: their source put them into one group. `name`: the alert's name. `rest`: nothing shared. */
  readonly by: 'calls' | 'node' | 'zone' | 'group' | 'namespace' | 'cluster' | 'region' | 'name' | 'rest';
  /** What is shared; '' for the rest. */
  readonly what: string;
  /** How many things fire in it, and how many alerts. */
  readonly subjects: number;
  readonly firing: number;
}

/** What makes a group one of a storm: so many things at once that a thread for each would be read by nobody. */
export interface Storm {
  /** RFC 3339: when it was seen to be one. */
  readonly since: string;
  /** RFC 3339: when something was last added to it. */
  readonly joinedAt: string;
  /** RFC 3339: when nothing had been added to it for a while; from then on it takes nothing more. */
  readonly calmAt?: string;
  /** As it was last shown, the largest first. */
  readonly areas?: readonly StormArea[];
}

/**
 * What happened to a group whose thread stands and that its readers have not been told yet. `worse`: something worse
 * than all that fired; `subject`: about something new; `alert`: another kind of alert about the same; `again`: it fires
 * again after it was over; `flaps`: it begins and ends too often to be told each time.
 */
export interface AlertNews {
  readonly kind: 'worse' | 'subject' | 'alert' | 'again' | 'flaps';
  readonly fingerprint: string;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * Alerts of one trouble, by facts: the same target, or targets that call each other, within a window. One Slack thread.
 * `open`: something fires; `quiet`: all is resolved, and it opens again when it comes back soon; `closed`: it is over.
 * `merged`: it went up in another group before it was shown.
 */
export interface AlertGroup {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'open' | 'quiet' | 'closed' | 'merged';
  readonly channel: string;
  readonly threadTs?: string;
  /** What the alerts are about: components, or `alert/NAME` for those that name no target. */
  readonly subjects: readonly string[];
  readonly members: Readonly<Record<string, GroupMember>>;
  /** RFC 3339, all of them. */
  readonly openedAt: string;
  readonly lastAt: string;
  /** Counts what people should see; `shownRevision` is the last that they did see. */
  readonly revision: number;
  readonly shownRevision?: number;
  /** Alertmanager's own groups that its alerts came in. */
  readonly groupKeys?: readonly string[];
  /** Not told yet, oldest first. */
  readonly news?: readonly AlertNews[];
  /** How often news were told: numbers the replies and the calls. */
  readonly round?: number;
  /** RFC 3339: when nothing fired any more; absent while something does. */
  readonly overAt?: string;
  /** The newest investigation; `looks` of them were begun, the last at `lookedAt` because of the alerts in `lookedOn`. */
  readonly investigation?: string;
  readonly looks?: number;
  readonly lookedAt?: string;
  readonly lookedOn?: string;
  /** True while what has happened since asks for another look. */
  readonly lookAgain?: boolean;
  /** What the newest investigation came to, once it ended; `none` when it broke off or was stopped. */
  readonly found?: GroupFinding;
  /** Why no investigation was started, in a sentence. */
  readonly notInvestigated?: string;
  readonly acknowledgedBy?: string;
  /** True once whoever is on call was told, or need not be. */
  readonly told?: boolean;
  readonly storm?: Storm;
  /** Alerts that came when it was full: they are counted, and not kept one by one. */
  readonly beyond?: number;
}

export interface GroupFinding {
  readonly verdict: Verdict | 'none';
  /** The likeliest explanation of a fault. */
  readonly best?: Pick<Hypothesis, 'component' | 'cause' | 'confidence'>;
  /** Components whose trouble the explanation accounts for, its own among them. */
  readonly explains?: readonly Component[];
}

export interface GroupCount {
  /** Every alert that came, those that were not kept one by one among them. */
  readonly total: number;
  readonly firing: number;
  readonly severity: AlertSeverity;
}

export function countOf(group: Pick<AlertGroup, 'members' | 'beyond'>): GroupCount {
  const members = Object.values(group.members);
  const firing = members.filter(({ status }) => status === 'firing');
  const worst = (['critical', 'warning', 'info'] as const).find((severity) =>
    (firing.length > 0 ? firing : members).some((member) => member.severity === severity),
  );
  return { total: members.length + (group.beyond ?? 0), firing: firing.length, severity: worst ?? 'info' };
}

/** The target that most of the alerts are about; of several, the one that fired first. Undefined when none names one. */
export function mainTarget(group: Pick<AlertGroup, 'members'>): Target | undefined {
  const counts = new Map<Component, { target: Target; times: number; first: string }>();
  for (const { target, startsAt } of Object.values(group.members)) {
    if (target === undefined) continue;
    const key: Component = `${target.kind}/${target.name}`;
    const known = counts.get(key);
    const first = known !== undefined && known.first < startsAt ? known.first : startsAt;
    counts.set(key, { target, times: (known?.times ?? 0) + 1, first });
  }
  return [...counts.values()].sort((a, b) => b.times - a.times || a.first.localeCompare(b.first))[0]?.target;
}

/** What fires, as facts: the same text for the same kinds of alerts about the same, however many of each. */
export function firingFacts(group: Pick<AlertGroup, 'members'>): string {
  const firing = Object.values(group.members).filter(({ status }) => status === 'firing');
  return [...new Set(firing.map((member) => `${member.severity} ${member.name} ${memberSubject(member)}`))]
    .sort()
    .join('\n');
}

/** How many things fire. */
export function firingSubjects(group: Pick<AlertGroup, 'members'>): number {
  const firing = Object.values(group.members).filter(({ status }) => status === 'firing');
  return new Set(firing.map(memberSubject)).size;
}

/** `of 700 services`, as people count what alerts are about; `of 700 things` where it is not one kind. */
export function thingsInWords(subjects: readonly string[]): string {
  const kinds = new Set(subjects.map((subject) => subject.slice(0, subject.indexOf('/'))));
  const [kind] = kinds;
  const word = kinds.size === 1 && kind !== 'alert' ? kind : 'thing';
  return `of ${subjects.length.toLocaleString('en-US')} ${word}${subjects.length === 1 ? '' : 's'}`;
}

/** What a member is about; its name where it names no target. */
export function memberSubject({ target, name }: Pick<GroupMember, 'target' | 'name'>): string {
  return target === undefined ? `alert/${name}` : `${target.kind}/${target.name}`;
}
