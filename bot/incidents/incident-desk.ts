import { createHash } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { SreError } from '../domain/errors.ts';
import {
  harmless,
  INCIDENT_ROLES,
  type Incident,
  type IncidentRole,
  type IncidentSeverity,
} from '../domain/incident.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Timeline } from '../ports/timeline.ts';

export interface IncidentDeskDeps {
  readonly incidents: RecordStore<Incident>;
  readonly board: Board;
  readonly timeline: Timeline;
  /** Opens the channel, or finds the one opened for this incident before; returns its id. Throws SreError. */
  readonly openChannel: (wanted: OwnChannel) => Promise<string>;
  /** Brings people into a channel; who is there already stays. Throws SreError. */
  readonly invite: (channel: string, people: readonly string[]) => Promise<void>;
  readonly clock: Clock;
}

/** A channel of an incident's own. */
export interface OwnChannel {
  /** Of small letters, digits and hyphens; another one close to it where that is taken. */
  readonly name: string;
  readonly incident: string;
  /** RFC 3339. */
  readonly declaredAt: string;
  readonly topic: string;
}

/** What may change while an incident is open; what is absent stays. */
export interface IncidentChange {
  readonly title?: string;
  readonly severity?: IncidentSeverity;
  /** Slack users; undefined where nobody is to have the role. */
  readonly roles?: Readonly<Partial<Record<IncidentRole, string | undefined>>>;
}

export interface Declaration {
  readonly channel: string;
  /** Absent: the incident's own message opens the thread. */
  readonly threadTs?: string;
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly ownChannel: boolean;
  readonly component?: string;
  /** The same for the same delivery. */
  readonly deliveryId: string;
}

export interface IncidentDesk {
  /** Declares it once for each delivery; a thread with an open incident keeps that one. */
  declare(actor: Actor, declaration: Declaration): Promise<{ readonly incident: Incident; readonly problem?: string }>;
  /** Undefined when another has the role. */
  takeRole(id: string, role: IncidentRole, actor: Pick<Actor, 'teamId' | 'slackUserId'>): Promise<Incident | undefined>;
  /** Undefined when nothing is new in it, or the incident is over. */
  change(
    id: string,
    change: IncidentChange,
    actor: Pick<Actor, 'teamId' | 'slackUserId'>,
  ): Promise<Incident | undefined>;
  resolve(id: string, actor: Pick<Actor, 'teamId' | 'slackUserId'>): Promise<Incident | undefined>;
}

const LONGEST_SLUG = 40;

export function createIncidentDesk(deps: IncidentDeskDeps): IncidentDesk {
  const { incidents, clock } = deps;
  const nowText = () => clock.now().toISOString();

  async function show(incident: Incident): Promise<string> {
    const { channel, threadTs, declaredAt: since } = incident;
    const place = { channel, since, ...(threadTs !== '' && { threadTs }) };
    const message = await deps.board.put(place, incident.id, 'incident', { kind: 'incident', incident });
    if (incident.ownChannel !== undefined) {
      const own = { channel: incident.ownChannel, since };
      // The own channel shows it too; that it cannot be shown there does not undo the declaration.
      await deps.board.put(own, incident.id, 'incident-own', { kind: 'incident', incident }).catch(() => undefined);
    }
    return message.ts;
  }

  /** Says in the thread, and in the incident's own channel, what an edit of its message would not make heard. */
  async function say(incident: Incident, key: string, text: string): Promise<void> {
    const { channel, threadTs, ownChannel, declaredAt: since } = incident;
    await deps.board.put({ channel, threadTs, since }, incident.id, key, { kind: 'note', text });
    if (ownChannel === undefined) return;
    const own = { channel: ownChannel, since };
    await deps.board.put(own, incident.id, `${key}-own`, { kind: 'note', text }).catch(() => undefined);
  }

  /** Who has a role belongs into the channel; that they cannot be brought in does not undo the role. */
  async function bringIn({ ownChannel, roles }: Incident): Promise<void> {
    const people = [...new Set(Object.values(roles))];
    if (ownChannel !== undefined && people.length > 0) await deps.invite(ownChannel, people).catch(() => undefined);
  }

  const note = (incident: Incident, fact: string, text: string) =>
    deps.timeline.add(incident, `${incident.id} ${fact}`, { at: nowText(), kind: 'incident', text });

  async function ofTeam(id: string, teamId: string): Promise<Incident> {
    const incident = await incidents.find(id);
    if (incident?.teamId !== teamId) throw new SreError('not-found', 'that incident is not known any more');
    return incident;
  }

  return {
    async declare(actor, declaration) {
      const { channel, threadTs, title, severity, component } = declaration;
      const hash = createHash('sha256').update(`${actor.teamId}\n${declaration.deliveryId}`).digest('hex');
      const id = `inc-${hash.slice(0, 24)}`;
      const [open] =
        threadTs === undefined
          ? []
          : await incidents.list({ teamId: actor.teamId, channel, threadTs, states: ['open'] });
      if (open !== undefined && open.id !== id)
        return { incident: open, problem: 'This thread is an incident already.' };
      await incidents.add({
        id,
        teamId: actor.teamId,
        state: 'open',
        channel,
        threadTs: threadTs ?? '',
        title,
        severity,
        roles: { commander: actor.slackUserId },
        declaredBy: actor.slackUserId,
        declaredAt: nowText(),
        ...(component && { component }),
      });
      let incident = await ofTeam(id, actor.teamId);
      let problem: string | undefined;
      if (declaration.ownChannel && incident.ownChannel === undefined) {
        const { declaredAt } = incident;
        const name = `inc-${declaredAt.slice(5, 7)}${declaredAt.slice(8, 10)}-${slug(title)}`;
        const wanted = { name, incident: id, declaredAt, topic: harmless(title).slice(0, 250) };
        const own = await deps.openChannel(wanted).catch((error: unknown) => {
          problem = `No channel of its own could be opened. ${error instanceof SreError ? error.wording : ''}`.trim();
          return undefined;
        });
        if (own !== undefined) {
          incident = (await incidents.change(id, (current) => ({ ...current, ownChannel: own }))) ?? incident;
          await bringIn(incident);
        }
      }
      const ts = await show(incident);
      if (incident.threadTs === '') {
        incident = (await incidents.change(id, (current) => ({ ...current, threadTs: ts }))) ?? incident;
      }
      await note(incident, 'declared', `<@${actor.slackUserId}> declared a ${severity} incident: ${harmless(title)}`);
      return { incident, ...(problem && { problem }) };
    },

    async takeRole(id, role, actor) {
      await ofTeam(id, actor.teamId);
      const changed = await incidents.change(id, (current) =>
        current.state === 'open' && current.roles[role] === undefined
          ? { ...current, roles: { ...current.roles, [role]: actor.slackUserId } }
          : undefined,
      );
      if (changed === undefined) return undefined;
      await note(changed, `${role} ${actor.slackUserId}`, `<@${actor.slackUserId}> is ${role}.`);
      await bringIn(changed);
      await show(changed);
      return changed;
    },

    async change(id, change, actor) {
      const before = await ofTeam(id, actor.teamId);
      const at = nowText();
      let told: readonly string[] = [];
      const changed = await incidents.change(id, (current) => {
        const next = changedBy(current, change);
        told = current.state === 'open' ? differences(current, next) : [];
        return told.length > 0 ? next : undefined;
      });
      if (changed === undefined) return undefined;
      const text = `<@${actor.slackUserId}> changed the incident: ${told.join(', ')}.`;
      await note(changed, `changed ${at}`, text);
      await bringIn(changed);
      await show(changed);
      if (changed.severity !== before.severity || changed.roles.commander !== before.roles.commander) {
        await say(changed, `changed-${at}`, text);
      }
      return changed;
    },

    async resolve(id, actor) {
      await ofTeam(id, actor.teamId);
      const at = nowText();
      const changed = await incidents.change(id, (current) =>
        current.state === 'open' ? { ...current, state: 'resolved', resolvedAt: at } : undefined,
      );
      if (changed === undefined) return undefined;
      await note(changed, 'resolved', `<@${actor.slackUserId}> said that it is over.`);
      await show(changed);
      const text = `<@${actor.slackUserId}> says that it is over. For a draft of the postmortem, write “@sre postmortem” here.`;
      await say(changed, 'over', text);
      return changed;
    },
  };
}

function changedBy(incident: Incident, { title, severity, roles = {} }: IncidentChange): Incident {
  const held = INCIDENT_ROLES.flatMap((role) => {
    const holder = role in roles ? roles[role] : incident.roles[role];
    return holder === undefined ? [] : [[role, holder] as const];
  });
  return {
    ...incident,
    ...(title !== undefined && title !== '' && { title }),
    ...(severity !== undefined && { severity }),
    roles: Object.fromEntries(held),
  };
}

function differences(before: Incident, after: Incident): readonly string[] {
  const roles = INCIDENT_ROLES.flatMap((role) => {
    const holder = after.roles[role];
    if (holder === before.roles[role]) return [];
    return [holder === undefined ? `no ${role} any more` : `${role} <@${holder}>`];
  });
  return [
    ...(after.severity === before.severity ? [] : [`${after.severity} (was ${before.severity})`]),
    ...roles,
    ...(after.title === before.title ? [] : [`called “${harmless(after.title)}”`]),
  ];
}

/** Of a channel's name: small letters, digits and hyphens, cut between words. */
function slug(title: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const whole = words.length <= LONGEST_SLUG ? words : words.slice(0, LONGEST_SLUG + 1).replace(/-[^-]*$/, '');
  return whole.slice(0, LONGEST_SLUG) || 'incident';
}
