import { createHash } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { SreError } from '../domain/errors.ts';
import { harmless, type Incident, type IncidentRole, type IncidentSeverity } from '../domain/incident.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Timeline } from '../ports/timeline.ts';

export interface IncidentDeskDeps {
  readonly incidents: RecordStore<Incident>;
  readonly board: Board;
  readonly timeline: Timeline;
  /** Opens a channel of its own and invites people; returns its id. Throws SreError. */
  readonly openChannel: (name: string, people: readonly string[]) => Promise<string>;
  readonly clock: Clock;
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
  resolve(id: string, actor: Pick<Actor, 'teamId' | 'slackUserId'>): Promise<Incident | undefined>;
}

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
        const name = `inc-${incident.declaredAt.slice(0, 10)}-${slug(title)}-${id.slice(4, 8)}`;
        const own = await deps.openChannel(name, [actor.slackUserId]).catch((error: unknown) => {
          problem = `No channel of its own could be opened. ${error instanceof SreError ? error.wording : ''}`.trim();
          return undefined;
        });
        if (own !== undefined) {
          incident = (await incidents.change(id, (current) => ({ ...current, ownChannel: own }))) ?? incident;
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
      await show(changed);
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
      return changed;
    },
  };
}

/** Of a channel's name: small letters, digits and hyphens. */
function slug(title: string): string {
  return (
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'incident'
  );
}
