import { createHash } from 'node:crypto';
import { type ActionPolicy, type ActionRequest, isAllowed, type ProposedAction } from '../domain/action.ts';
import { type Actor, hasRole } from '../domain/actor.ts';
import { SreError, toSreError } from '../domain/errors.ts';
import type { ActionPort } from '../ports/action.ts';
import type { Audit } from '../ports/audit.ts';
import type { Board } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { DurableJobs } from '../ports/durable-jobs.ts';
import type { DutySettingsSource } from '../ports/duty-settings.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Timeline } from '../ports/timeline.ts';

export interface ActionDeskDeps {
  /** Absent: there is no cluster to act on, and no action can be proposed. */
  readonly port?: ActionPort;
  readonly actions: RecordStore<ProposedAction>;
  readonly board: Board;
  readonly audit: Pick<Audit, 'add'>;
  readonly timeline: Timeline;
  readonly settings: DutySettingsSource;
  readonly jobs: DurableJobs;
  /** Who this is now: groups and standing are read anew, never from a cache. */
  readonly freshActor: (actor: Pick<Actor, 'teamId' | 'slackUserId'>) => Promise<Actor>;
  readonly clock: Clock;
}

export interface ActionDesk {
  /**
   * Shows the action with its dry run, once for each `deliveryId`; `isNew` is false when it was proposed before. Throws
   * SreError `forbidden` where policy does not allow it.
   */
  propose(
    actor: Actor,
    request: ActionRequest,
    thread: ProposalPlace,
  ): Promise<{ readonly action: ProposedAction; readonly isNew: boolean }>;
  /** True when policy allows it and there is a cluster to do it to. */
  isPossible(request: ActionRequest): Promise<boolean>;
  /** Has it done, once. Throws SreError `forbidden` with words for the person, `not-found` for an unknown one. */
  approve(id: string, presser: Pick<Actor, 'teamId' | 'slackUserId'>): Promise<ProposedAction>;
  refuse(id: string, presser: Pick<Actor, 'teamId' | 'slackUserId'>): Promise<ProposedAction>;
  /** The job `act`: does what was approved. Safe to repeat. */
  act(id: string): Promise<void>;
  /** The job `expire`: ends what nobody approved in time. */
  expire(id: string): Promise<void>;
}

export interface ProposalPlace {
  readonly channel: string;
  readonly threadTs: string;
  readonly deliveryId: string;
  /** True: one that expired, was refused or failed gives way to a new one. */
  readonly anew?: boolean;
}

export const ACT = 'act';
export const EXPIRE = 'expire-action';
const NOT_DONE: readonly ProposedAction['state'][] = ['expired', 'refused', 'failed'];
const DEADLINE_MS = 20_000;
const RETRIED_MS = 200_000;

function notAllowed({ allowed }: ActionPolicy, { kind, namespace }: ActionRequest): string {
  const where = allowed.filter((rule) => rule.kind === kind).flatMap(({ namespaces }) => namespaces);
  if (where.length === 0) return 'Restarts are not switched on here; an admin can list them in duty.yaml.';
  return `Restarts in ${namespace} are not allowed; duty.yaml allows them in: ${where.slice(0, 5).join(', ')}.`;
}

export function createActionDesk(deps: ActionDeskDeps): ActionDesk {
  const { actions, clock } = deps;
  const nowText = () => clock.now().toISOString();
  const policy = async (): Promise<ActionPolicy> => (await deps.settings.current()).actions;

  /** Shows an action as it is by then: another process may have ended it while this one was about to edit its message. */
  async function show(action: ProposedAction): Promise<void> {
    const { channel, threadTs, proposedAt: since } = action;
    const place = { channel, since, ...(threadTs !== '' && { threadTs }) };
    for (let shown: ProposedAction = action; ; ) {
      await deps.board.put(place, action.id, 'action', { kind: 'action', action: shown });
      const now = await actions.find(action.id);
      if (now === undefined || now.state === shown.state) return;
      shown = now;
    }
  }

  async function record(action: ProposedAction, actor: string, deed: string, text: string): Promise<void> {
    const { request, state, outcome } = action;
    await deps.audit.add({
      // Once, also where the process dies between this and what follows, and it is done again.
      fact: `action ${action.teamId} ${action.id} ${deed}`,
      kind: 'action',
      teamId: action.teamId,
      ...(actor !== '' && { actor }),
      subject: action.id,
      details: { deed, request, state, outcome },
    });
    await deps.timeline.add(action, `${action.id} ${deed} ${actor}`, { at: nowText(), kind: 'action', text });
  }

  function mayDo(rules: ActionPolicy, actor: Actor, request: ActionRequest): void {
    if (!isAllowed(rules, request)) {
      throw new SreError('forbidden', notAllowed(rules, request));
    }
    if (!hasRole(actor, rules.role)) {
      throw new SreError('forbidden', `This needs the role ${rules.role} or above; /sre whoami shows yours.`);
    }
  }

  /** Reads the action and who presses, both as they are at this moment, and refuses what policy does not allow now. */
  async function decide(id: string, presser: Pick<Actor, 'teamId' | 'slackUserId'>) {
    const action = await actions.find(id);
    if (action === undefined || action.teamId !== presser.teamId) {
      throw new SreError('not-found', 'that action is not known any more');
    }
    const actor = await deps.freshActor(presser);
    return { action, actor, rules: await policy() };
  }

  /** Notes what an action came to. */
  async function note(action: ProposedAction): Promise<void> {
    const { state, decidedBy = '', proposedBy, outcome = '' } = action;
    const name = nameOf(action);
    switch (state) {
      case 'proposed':
        return record(action, proposedBy, 'proposed', `<@${proposedBy}> proposed to restart ${name}.`);
      case 'running':
        return record(action, decidedBy, 'approved', `<@${decidedBy}> approved the restart of ${name}.`);
      case 'refused':
        return record(action, decidedBy, 'refused', `<@${decidedBy}> refused the restart of ${name}.`);
      default: {
        // What to type to watch it is for the proposal's own message.
        const [came = ''] = outcome.split(/(?<=\.)\s/);
        return record(action, decidedBy, state, `Restart of ${name}, ${state}: ${came}`);
      }
    }
  }

  /** Notes and shows what an action came to. Safe to repeat: a process may die after the change and before the word. */
  async function settle(action: ProposedAction): Promise<ProposedAction> {
    await note(action);
    await show(action);
    return action;
  }

  async function expireLater({ id, expiresAt }: ProposedAction): Promise<void> {
    const seconds = (Date.parse(expiresAt) - clock.now().getTime()) / 1_000;
    await deps.jobs.later(`${EXPIRE}:${id}`, EXPIRE, id, Math.max(0, seconds));
  }

  /** The id of the next proposal of a delivery, with the one that has it already. */
  async function placeOf(teamId: string, { deliveryId, anew }: ProposalPlace) {
    for (let key = deliveryId; ; ) {
      const hash = createHash('sha256').update(`${teamId}\n${key}`).digest('hex');
      const id = `act-${hash.slice(0, 24)}`;
      const known = await actions.find(id);
      if (known === undefined || !anew || !NOT_DONE.includes(known.state)) return { id, known };
      key = id;
    }
  }

  /** Does what was approved. Throws while it may still come about: then the job is tried again. */
  async function outcomeOf(
    { teamId, request, preview }: ProposedAction,
    decidedBy: string,
    at: string,
  ): Promise<{ readonly state: 'done' | 'failed'; readonly outcome: string }> {
    try {
      // Whoever approved may have lost the role since, while this process was down.
      const actor = await deps.freshActor({ teamId, slackUserId: decidedBy });
      mayDo(await policy(), actor, request);
      if (deps.port === undefined) throw new SreError('forbidden', 'There is no cluster set up to act on.');
      const approval = { at, ...(preview.version !== undefined && { version: preview.version }) };
      return { state: 'done', outcome: await deps.port.act(request, approval, AbortSignal.timeout(DEADLINE_MS)) };
    } catch (thrown) {
      const error = toSreError(thrown, 'the action broke off');
      // As long as the job itself is tried again; then it is said.
      if (error.retryable && clock.now().getTime() - Date.parse(at) < RETRIED_MS) throw error;
      const isForUs = error.kind === 'forbidden' && thrown instanceof SreError;
      return { state: 'failed', outcome: isForUs ? error.message : error.wording };
    }
  }

  return {
    async isPossible(request) {
      return deps.port !== undefined && isAllowed(await policy(), request);
    },

    async propose(actor, request, thread) {
      const rules = await policy();
      mayDo(rules, actor, request);
      if (deps.port === undefined) throw new SreError('forbidden', 'There is no cluster set up to act on.');
      const { channel, threadTs } = thread;
      const { id, known } = await placeOf(actor.teamId, thread);
      if (known !== undefined) {
        await expireLater(known);
        return { action: await settle(known), isNew: false };
      }
      const preview = await deps.port.preview(request, AbortSignal.timeout(DEADLINE_MS));
      const now = clock.now();
      const seconds = rules.expiresMinutes * 60;
      const action: ProposedAction = {
        id,
        teamId: actor.teamId,
        state: 'proposed',
        channel,
        threadTs,
        request,
        preview,
        approver: { role: rules.role, another: rules.twoPeople },
        proposedBy: actor.slackUserId,
        proposedAt: now.toISOString(),
        expiresAt: new Date(now.getTime() + seconds * 1_000).toISOString(),
      };
      await actions.add(action);
      await expireLater(action);
      return { action: await settle(action), isNew: true };
    },

    async approve(id, presser) {
      const { action, actor, rules } = await decide(id, presser);
      try {
        mayDo(rules, actor, action.request);
        if (rules.twoPeople && actor.slackUserId === action.proposedBy) {
          throw new SreError('forbidden', 'Two people are needed: somebody else has to approve what you proposed.');
        }
      } catch (error) {
        await deps.audit.add({
          kind: 'action',
          teamId: action.teamId,
          actor: actor.slackUserId,
          subject: id,
          details: { deed: 'approval denied', reason: (error as SreError).message },
        });
        throw error;
      }
      const at = nowText();
      const approved = await actions.change(id, (current) =>
        current.state === 'proposed' && current.expiresAt > at
          ? { ...current, state: 'running', decidedBy: actor.slackUserId, decidedAt: at }
          : undefined,
      );
      if (approved === undefined) {
        const current = (await actions.find(id)) ?? action;
        // Approved before, perhaps by a process that died before it put the work in line.
        if (current.state === 'running') await deps.jobs.later(`${ACT}:${id}`, ACT, id, 0);
        return settle(current);
      }
      await note(approved);
      await deps.jobs.later(`${ACT}:${id}`, ACT, id, 0);
      await show(approved);
      return approved;
    },

    async refuse(id, presser) {
      const { action, actor, rules } = await decide(id, presser);
      if (actor.slackUserId !== action.proposedBy) mayDo(rules, actor, action.request);
      const refused = await actions.change(id, (current) =>
        current.state === 'proposed'
          ? { ...current, state: 'refused', decidedBy: actor.slackUserId, decidedAt: nowText() }
          : undefined,
      );
      return settle(refused ?? (await actions.find(id)) ?? action);
    },

    async act(id) {
      const action = await actions.find(id);
      // Done by a process that died before it said so.
      if (action?.state === 'done' || action?.state === 'failed') return void (await settle(action));
      if (action?.state !== 'running' || action.decidedBy === undefined || action.decidedAt === undefined) return;
      const { state, outcome } = await outcomeOf(action, action.decidedBy, action.decidedAt);
      const ended = await actions.change(id, (current) =>
        current.state === 'running' ? { ...current, state, outcome } : undefined,
      );
      if (ended) await settle(ended);
    },

    async expire(id) {
      const expired = await actions.change(id, (current) =>
        current.state === 'proposed'
          ? { ...current, state: 'expired', outcome: 'Nobody approved it in time.' }
          : undefined,
      );
      const left = expired ?? (await actions.find(id));
      if (left?.state === 'expired') await settle(left);
    },
  };
}

function nameOf({ request }: Pick<ProposedAction, 'request'>): string {
  return `${request.namespace}/${request.name}`;
}
