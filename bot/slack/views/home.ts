import type { types } from '@slack/bolt';
import type { Incident } from '../../domain/incident.ts';
import type { Page } from '../../domain/page.ts';
import type { Preferences } from '../../domain/preferences.ts';
import type { Feedback } from '../../ports/feedback-log.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, type Block, button, context, divider, header, section } from './blocks.ts';
import { incidentLine, type Links, pageLine } from './duty.ts';
import { joined, moment, mrkdwn } from './mrkdwn.ts';
import { preferenceBlocks } from './preferences.ts';
import { type ListedRecord, recordLine } from './records.ts';
import { bullets, richText } from './rich-text.ts';

const OPEN_SHOWN = 8;

/** What the Home tab of one person shows. A part that could not be read is undefined and said to be unknown. */
export interface HomeContents {
  /** Open incidents of the team; none where incidents are not set up. */
  readonly incidents?: readonly Incident[];
  /** Calls for help that nobody has, and those that I have. */
  readonly pages?: readonly Page[];
  /** The ways to the threads of both. */
  readonly links?: Links;
  readonly running?: readonly ListedRecord[];
  readonly recent?: readonly ListedRecord[];
  readonly preferences?: Preferences;
  readonly feedback?: readonly Feedback[];
}

/** The Home tab: what is open, what runs, what I asked, my preferences, what I said of answers. */
export function homeView(contents: HomeContents): types.HomeView {
  return {
    type: 'home',
    blocks: [
      header('On-call companion'),
      actions(button('Investigate…', ACTIONS.askInvestigation, 'home', { style: 'primary' })),
      section(mrkdwn`*Open now*`),
      ...openNow(contents),
      section(mrkdwn`*My open investigations*`),
      ...list(contents.running, 'Nothing that you asked for is running.'),
      section(mrkdwn`*Asked by me lately*`),
      ...list(contents.recent, 'Nothing yet. Say what is wrong in a channel: `/sre checkout is slow`'),
      divider,
      ...(contents.preferences ? preferenceBlocks(contents.preferences) : unknown('Your preferences')),
      divider,
      section(mrkdwn`*My feedback*`),
      ...said(contents.feedback),
    ],
  };
}

/** The Home tab of somebody who is not let in; `wording` says why. */
export function refusedHomeView(wording: string): types.HomeView {
  return { type: 'home', blocks: [header('On-call companion'), section(mrkdwn`:no_entry: ${wording}`)] };
}

function openNow({ incidents, pages, links = new Map() }: HomeContents): Block[] {
  if (incidents === undefined || pages === undefined) return unknown('Incidents and calls');
  const lines = [...incidents.map((one) => incidentLine(one, links)), ...pages.map((one) => pageLine(one, links))];
  if (lines.length === 0) return [context(mrkdwn`:white_check_mark: No incident, and no call for help that waits.`)];
  return [section(joined(lines.slice(0, OPEN_SHOWN), '\n'))];
}

function list(records: readonly ListedRecord[] | undefined, none: string): Block[] {
  if (records === undefined) return unknown('Investigations');
  if (records.length === 0) return [context(mrkdwn`${{ mrkdwn: none }}`)];
  return [richText(bullets(records.map(recordLine)))];
}

function said(feedback: readonly Feedback[] | undefined): Block[] {
  if (feedback === undefined) return unknown('Your feedback');
  if (feedback.length === 0) return [context(mrkdwn`None yet. Each answer asks whether it was right.`)];
  return feedback.slice(0, 10).map((each) => {
    const real = each.correction ? mrkdwn`; it was: ${each.correction}` : mrkdwn``;
    return context(mrkdwn`${{ mrkdwn: each.right ? ':+1:' : ':-1:' }} ${each.about}${real}  ·  ${moment(each.at)}`);
  });
}

function unknown(what: string): Block[] {
  return [context(mrkdwn`:grey_question: ${what} cannot be read just now.`)];
}
