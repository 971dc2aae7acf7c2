import type { Role } from '../domain/actor.ts';
import { ACTIONS, VIEWS } from './views/action-ids.ts';

/** Who may do what by a press, a form or a look: the one table that the gate reads. `anyone`: nothing of ours is shown or done. */
export type Needed = Role | 'anyone';

/** Presses, by the name in `ACTIONS`; one that is not listed is refused to everybody. */
const PRESSES: Readonly<Record<keyof typeof ACTIONS, Needed>> = {
  acknowledgeAlerts: 'responder',
  silenceAlerts: 'responder',
  endSilence: 'responder',
  acknowledgePage: 'responder',
  takeOverPage: 'responder',
  handOverPage: 'responder',
  declareIncident: 'responder',
  changeIncident: 'responder',
  resolveIncident: 'responder',
  takeRole: 'responder',
  proposeRemedy: 'responder',
  approveAction: 'responder',
  refuseAction: 'responder',
  // Their own investigation; another's is for responders, which the handler knows.
  stop: 'viewer',
  showEvidence: 'viewer',
  evidencePage: 'viewer',
  feedback: 'viewer',
  helpful: 'viewer',
  notHelpful: 'viewer',
  investigateThis: 'viewer',
  investigateAgain: 'viewer',
  lookupDetails: 'viewer',
  changePreferences: 'viewer',
  forgetMe: 'viewer',
  openReport: 'viewer',
  askInvestigation: 'viewer',
  openLink: 'anyone',
};

/** Forms that are sent, by the name in `VIEWS`. */
const FORMS: Readonly<Record<keyof typeof VIEWS, Needed>> = {
  declareIncident: 'responder',
  changeIncident: 'responder',
  evidence: 'viewer',
  correction: 'viewer',
  lookup: 'viewer',
  preferences: 'viewer',
  investigate: 'viewer',
};

/** What the Home tab shows: open incidents, calls, what one asked. */
export const HOME: Needed = 'viewer';

/** What a press needs; undefined for one that is not in the table. Ids may carry a number or a name behind `_`. */
export function neededForPress(actionId: string): Needed | undefined {
  const names = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
  const exact = names.find((name) => ACTIONS[name] === actionId);
  const known = exact ?? names.find((name) => actionId.startsWith(`${ACTIONS[name]}_`));
  return known && PRESSES[known];
}

/** What sending a form needs; undefined for one that is not in the table. */
export function neededForForm(callbackId: string): Needed | undefined {
  const names = Object.keys(VIEWS) as (keyof typeof VIEWS)[];
  const known = names.find((name) => VIEWS[name] === callbackId);
  return known && FORMS[known];
}
