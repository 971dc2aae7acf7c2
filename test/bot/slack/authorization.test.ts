import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import { COMMANDS } from '../../../bot/slack/commands/index.ts';
import { registerSlack, type SlackDeps } from '../../../bot/slack/index.ts';
import { gate } from '../../../bot/slack/middleware/gate.ts';
import { createFakeAudit } from '../../support/fakes/audit.ts';

// Who may do what. Expected by hand, and not derived from the table that the gate reads.

type Person = 'viewer' | 'responder' | 'admin' | 'refused' | 'deactivated';
const EVERYBODY_KNOWN: readonly Person[] = ['viewer', 'responder', 'admin'];
const RESPONDERS: readonly Person[] = ['responder', 'admin'];
const ALL: readonly Person[] = ['viewer', 'responder', 'admin', 'refused', 'deactivated'];

const PRESSES: Readonly<Record<string, readonly Person[]>> = {
  sre_acknowledge_alerts: RESPONDERS,
  sre_silence_alerts: RESPONDERS,
  sre_end_silence: RESPONDERS,
  sre_acknowledge_page: RESPONDERS,
  sre_take_over_page: RESPONDERS,
  sre_hand_over_page: RESPONDERS,
  sre_declare_incident: RESPONDERS,
  sre_change_incident: RESPONDERS,
  sre_resolve_incident: RESPONDERS,
  sre_take_role_commander: RESPONDERS,
  sre_take_role_communications: RESPONDERS,
  sre_take_role_scribe: RESPONDERS,
  sre_propose_remedy: RESPONDERS,
  sre_approve_action: RESPONDERS,
  sre_refuse_action: RESPONDERS,
  sre_stop: EVERYBODY_KNOWN,
  sre_show_evidence: EVERYBODY_KNOWN,
  sre_evidence_page_: EVERYBODY_KNOWN,
  sre_feedback: EVERYBODY_KNOWN,
  sre_helpful: EVERYBODY_KNOWN,
  sre_not_helpful: EVERYBODY_KNOWN,
  sre_investigate_this_0: EVERYBODY_KNOWN,
  sre_investigate_again: EVERYBODY_KNOWN,
  sre_lookup_details: EVERYBODY_KNOWN,
  sre_change_preferences: EVERYBODY_KNOWN,
  sre_forget_me: EVERYBODY_KNOWN,
  sre_open_report: EVERYBODY_KNOWN,
  sre_ask_investigation: EVERYBODY_KNOWN,
  // The browser opens the address by itself.
  sre_link_0: ALL,
};
const FORMS: Readonly<Record<string, readonly Person[]>> = {
  sre_declare_incident_form: RESPONDERS,
  sre_change_incident_form: RESPONDERS,
  sre_correction: EVERYBODY_KNOWN,
  sre_preferences: EVERYBODY_KNOWN,
  sre_investigate: EVERYBODY_KNOWN,
};
const EVENTS: readonly string[] = ['app_home_opened', 'app_mention', 'agent_session_stopped', 'user_change'];
const COMMAND_ROLES: Readonly<Record<string, Role>> = {
  page: 'responder',
  handover: 'responder',
  silence: 'responder',
  incident: 'responder',
  restart: 'responder',
  postmortem: 'responder',
};

/** What the bot listens to, as Bolt is told of it. */
function listeners() {
  const heard = { actions: [] as string[], views: [] as string[], events: [] as string[] };
  const example = (constraint: unknown): string =>
    constraint instanceof RegExp
      ? constraint.source.replace(/^\^/, '').replace(/\$$/, '').replace('\\d+', '0')
      : String(constraint);
  const app = {
    use: () => undefined,
    command: () => undefined,
    message: () => undefined,
    shortcut: () => undefined,
    options: () => undefined,
    action: (constraint: unknown) => void heard.actions.push(example(constraint)),
    view: (constraint: unknown) => void heard.views.push(example(constraint)),
    event: (name: string) => void heard.events.push(name),
  };
  const anything: object = new Proxy(() => undefined, { get: () => anything, apply: () => anything });
  registerSlack(app as never, { log: anything, duty: anything, clock: anything } as unknown as SlackDeps);
  return heard;
}

/** Sends one delivery through the gate as this person; true when it was let through. */
async function passes(person: Person, delivery: object): Promise<{ through: boolean; told: string }> {
  let through = false;
  const told: unknown[] = [];
  const note = async (message: unknown) => void told.push(message);
  const deps = {
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    audit: createFakeAudit(),
    people: { find: async (teamId: string, userId: string) => ({ teamId, userId }) },
    identity: {
      async resolve() {
        if (person === 'refused') throw new SreError('forbidden', 'Your domain is not let in.');
        if (person === 'deactivated') throw new SreError('forbidden', 'Your Slack account is deactivated.');
        return { roles: [person] };
      },
    },
  };
  await gate(deps as never)({
    ...delivery,
    next: async () => {
      through = true;
    },
    ack: note,
    respond: note,
    client: { views: { publish: async (view: unknown) => void told.push(view) } },
  } as never);
  return { through, told: JSON.stringify(told) };
}

const heard = listeners();
const user = { team: { id: 'T1' }, user: { id: 'U1' } };

describe('the table has a row for everything that is listened to, and nothing else:', () => {
  test('presses', () => expect(heard.actions.toSorted()).toEqual(Object.keys(PRESSES).toSorted()));
  test('forms', () => expect(heard.views.toSorted()).toEqual(Object.keys(FORMS).toSorted()));
  test('events', () => expect(heard.events.toSorted()).toEqual(EVENTS.toSorted()));
  test('commands', () => {
    const roles = Object.fromEntries(COMMANDS.map(({ name, role }) => [name, role]));
    for (const [name, role] of Object.entries(roles))
      expect([name, role]).toEqual([name, COMMAND_ROLES[name] ?? 'viewer']);
  });
});

describe.each(ALL)('as %s', (person) => {
  test.each(heard.actions)('press %s', async (actionId) => {
    const { through, told } = await passes(person, { action: { action_id: actionId }, body: user });
    expect(through).toBe(PRESSES[actionId]!.includes(person));
    if (!through) expect(told).toMatch(/needs the role|not let in|deactivated/);
  });

  test.each(heard.views)('form %s', async (callbackId) => {
    const body = { ...user, type: 'view_submission' };
    const { through, told } = await passes(person, { view: { callback_id: callbackId }, body });
    expect(through).toBe(FORMS[callbackId]!.includes(person));
    if (!through) expect(told).toContain('update');
  });

  test('the Home tab', async () => {
    const delivery = { event: { type: 'app_home_opened', user: 'U1', tab: 'home' }, body: { team_id: 'T1' } };
    const { through, told } = await passes(person, delivery);
    expect(through).toBe(EVERYBODY_KNOWN.includes(person));
    if (!through) expect(told).toContain('no_entry');
  });
});

test('a press that is in no table is refused to everybody', async () => {
  const { through, told } = await passes('admin', { action: { action_id: 'sre_unheard_of' }, body: user });
  expect([through, told]).toEqual([false, expect.stringContaining('Nobody may do that')]);
});
