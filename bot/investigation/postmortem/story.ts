import type { ProposedAction } from '../../domain/action.ts';
import type { AlertGroup } from '../../domain/alert-group.ts';
import { harmless, type Incident, type TimelineEntry } from '../../domain/incident.ts';
import type { Page } from '../../domain/page.ts';
import type { Ruling } from '../../domain/ruling.ts';
import { componentOf } from '../../domain/target.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { type Moment, timelineOf } from '../timeline.ts';

/** All that is known of one trouble: what was found, what was done, and what still stands. Lists may be empty. */
export interface Story {
  /** Newest first. */
  readonly records: readonly InvestigationRecord[];
  readonly rulings: readonly Ruling[];
  /** What was noted as it happened. */
  readonly entries: readonly TimelineEntry[];
  readonly groups: readonly AlertGroup[];
  readonly pages: readonly Page[];
  readonly actions: readonly ProposedAction[];
  readonly incident?: Incident;
}

/** A thread in which nothing but investigations took place. */
export function storyOf(records: readonly InvestigationRecord[], rulings: readonly Ruling[]): Story {
  return { records, rulings, entries: [], groups: [], pages: [], actions: [] };
}

const MOST_ALERTS = 100;

/** What happened when, oldest first; times that cannot be read are left out, and the same thing is told once. */
export function momentsOf(story: Story): readonly Moment[] {
  const all = [
    ...timelineOf(story.records, story.rulings),
    ...story.pages.map(askedMoment),
    ...story.entries.map(({ at, text, kind }): Moment => ({ at, what: text, from: kind })),
    ...story.groups.flatMap(alertMoments),
  ];
  const told = new Set<string>();
  return all
    .filter(({ at, what }) => {
      const time = Date.parse(at);
      // A press that acknowledges alerts and their call is noted for both, a few milliseconds apart.
      const key = `${Math.round(time / 2_000)} ${what}`;
      if (Number.isNaN(time) || told.has(key)) return false;
      told.add(key);
      return true;
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function alertMoments(group: AlertGroup): Moment[] {
  return Object.values(group.members)
    .slice(0, MOST_ALERTS)
    .flatMap(({ name, severity, startsAt, status, target, alert }) => {
      const what = `${harmless(name)}${target === undefined ? '' : ` about ${harmless(componentOf(target))}`}`;
      const fired: Moment = { at: startsAt, what: `Alert ${what} fires (${severity}).`, from: 'alert' };
      const end = status === 'resolved' ? alert?.endsAt : undefined;
      return end === undefined ? [fired] : [fired, { at: end, what: `Alert ${what} is resolved.`, from: 'alert' }];
    });
}

function askedMoment({ openedAt, askedBy, reason }: Page): Moment {
  const asker = /^[UW][A-Z0-9]+$/.test(askedBy) ? `<@${askedBy}>` : 'The bot';
  return { at: openedAt, what: `${asker} asked for help: ${harmless(reason)}`, from: 'page' };
}

/** `shop/checkout` and what was to be done to it, as people say it. */
export function actionInWords({ request }: Pick<ProposedAction, 'request'>): string {
  return `Restart of ${request.namespace}/${request.name}`;
}
