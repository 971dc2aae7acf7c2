import { type SreError, toSreError } from '../domain/errors.ts';
import type { AuditEntry, AuditKind } from '../ports/audit.ts';
import type { SlackDeps } from './deps.ts';
import type { Asker } from './request.ts';
import { ACTIONS, VIEWS } from './views/action-ids.ts';

// What of Slack's deliveries goes into the audit.

/** Slack waits three seconds; what cannot be kept within this is refused, and nothing is done. */
const WITHIN_MS = 2_000;

/** What a press is to the audit, by the name in `ACTIONS`; `none` does and shows nothing of ours. */
const KEPT_PRESSES: Readonly<Record<keyof typeof ACTIONS, AuditKind | 'none'>> = {
  acknowledgeAlerts: 'pressed',
  silenceAlerts: 'pressed',
  endSilence: 'pressed',
  acknowledgePage: 'pressed',
  takeOverPage: 'pressed',
  handOverPage: 'pressed',
  declareIncident: 'pressed',
  changeIncident: 'pressed',
  resolveIncident: 'pressed',
  takeRole: 'pressed',
  proposeRemedy: 'pressed',
  approveAction: 'pressed',
  refuseAction: 'pressed',
  stop: 'pressed',
  showEvidence: 'opened',
  evidencePage: 'opened',
  feedback: 'pressed',
  helpful: 'pressed',
  notHelpful: 'pressed',
  investigateThis: 'asked',
  investigateAgain: 'asked',
  lookupDetails: 'opened',
  changePreferences: 'opened',
  forgetMe: 'pressed',
  openReport: 'opened',
  askInvestigation: 'pressed',
  openLink: 'none',
};

/** What sending a form is, by the name in `VIEWS`. */
const KEPT_FORMS: Readonly<Record<keyof typeof VIEWS, AuditKind>> = {
  declareIncident: 'asked',
  changeIncident: 'asked',
  evidence: 'asked',
  correction: 'asked',
  lookup: 'asked',
  preferences: 'settings',
  investigate: 'asked',
};

type Keeping = Pick<SlackDeps, 'audit' | 'log'>;

/** Keeps what a person wrote, once for each delivery. Throws SreError where it cannot be kept: then it is not done. */
export async function keepAsked(
  { audit }: Keeping,
  { teamId, userId, channel, threadTs, deliveryId, words }: Pick<Asker, 'teamId' | 'userId'> & Partial<Asker>,
): Promise<void> {
  if (words === undefined) return;
  const fact = deliveryId === undefined ? {} : { fact: `asked ${teamId} ${deliveryId}` };
  const details = { ...placeOf(channel), ...(threadTs && { threadTs }) };
  await audit.add({ kind: 'asked', teamId, actor: userId, ...fact, words, details }, { withinMs: WITHIN_MS });
}

/** Keeps that somebody was refused. A failure is only logged: they are refused all the same. */
export function keepRefusal(
  { audit, log }: Keeping,
  { teamId, userId, words }: Pick<Asker, 'teamId' | 'userId'> & Partial<Asker>,
  subject?: string,
): void {
  const entry = {
    kind: 'refused',
    teamId,
    actor: userId,
    ...(words && { words }),
    ...(subject && { subject }),
  } as const;
  audit.add(entry).catch((error: unknown) => log.warn({ err: error }, 'a refusal is not in the audit'));
}

/** What came in at the gate. */
export interface GateDelivery {
  readonly who: { readonly teamId: string; readonly userId: string };
  /** The id of the button or the form, the type of the event; `home` for the Home tab. */
  readonly what: string;
  readonly deliveryId?: string;
  readonly channel?: string;
  readonly threadTs?: string;
  /** Of a button. */
  readonly action?: Readonly<Record<string, unknown>>;
  /** Of a form: what was filled in. */
  readonly values?: unknown;
}

/** Keeps what passed the gate, before it is done. Throws SreError where it cannot be kept: then it is not done. */
export async function keepPassed({ audit }: Keeping, delivery: GateDelivery): Promise<SreError | undefined> {
  const kind = kindOf(delivery.what);
  if (kind === 'none') return undefined;
  try {
    await audit.add(entryOf(delivery, kind), { withinMs: WITHIN_MS });
    return undefined;
  } catch (error) {
    return toSreError(error, 'the audit was not kept');
  }
}

function kindOf(what: string): AuditKind | 'none' {
  if (what === 'home') return 'opened';
  const press = nameIn(ACTIONS, what);
  if (press !== undefined) return KEPT_PRESSES[press];
  const form = nameIn(VIEWS, what);
  return form === undefined ? 'pressed' : KEPT_FORMS[form];
}

/** Ids may carry a number or a name behind `_`. */
function nameIn<T extends Readonly<Record<string, string>>>(ids: T, id: string): keyof T | undefined {
  const names = Object.keys(ids) as (keyof T & string)[];
  return names.find((name) => ids[name] === id) ?? names.find((name) => id.startsWith(`${ids[name]}_`));
}

function entryOf(
  { who, what, deliveryId, channel, threadTs, action = {}, values }: GateDelivery,
  kind: AuditKind,
): AuditEntry {
  const chosen = action.selected_user;
  const option = (action.selected_option as { value?: unknown } | undefined)?.value;
  const value = [action.value, option].find((one) => typeof one === 'string');
  return {
    kind,
    teamId: who.teamId,
    actor: who.userId,
    subject: what,
    ...(deliveryId !== undefined && { fact: `gate ${who.teamId} ${deliveryId} ${what}` }),
    ...(typeof chosen === 'string' && { people: { chosen } }),
    details: {
      ...placeOf(channel),
      ...(threadTs !== undefined && { threadTs }),
      ...(value !== undefined && { value }),
    },
    ...(values !== undefined && { words: withMentions(JSON.stringify(filledIn(values))) }),
  };
}

/** A conversation with one person names that person to whoever can ask Slack. */
function placeOf(channel: string | undefined): { readonly channel?: string } {
  if (channel === undefined || channel === '') return {};
  return { channel: /^[DUW]/.test(channel) ? 'direct' : channel };
}

/** What was filled in, by the name of the field. */
function filledIn(values: unknown): Readonly<Record<string, unknown>> {
  const fields = Object.values(rowOf(values)).map(rowOf);
  return Object.fromEntries(
    fields.flatMap((field) =>
      Object.entries(field).map(([name, given]) => {
        const { value, selected_option: one, selected_options: many, selected_user: user } = rowOf(given);
        const ticked = Array.isArray(many) ? many.map((each) => rowOf(each).value) : undefined;
        return [name, value ?? rowOf(one).value ?? ticked ?? user ?? null];
      }),
    ),
  );
}

function rowOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Ids of people as Slack mentions them, so that they become pseudonyms. */
function withMentions(json: string): string {
  return json.replace(/"([UW](?=[A-Z0-9]*\d)[A-Z0-9]+)"/g, '"<@$1>"');
}
