import { isAtLeast } from '../domain/alert.ts';
import { type AlertGroup, countOf, mainTarget, thingsInWords } from '../domain/alert-group.ts';
import type { Page } from '../domain/page.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import type { Pager } from '../oncall/pager.ts';
import type { DutySettings, DutySettingsSource } from '../ports/duty-settings.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { AlertDeskDeps } from './desk-deps.ts';

/** What the desk tells of a group's life, as calls to who is on call, in the group's thread. */
export function createAlertCalls(deps: {
  readonly pager: Pager;
  readonly pages: RecordStore<Page>;
  readonly settings: DutySettingsSource;
}): Required<Pick<AlertDeskDeps, 'onOpened' | 'onNews' | 'onOver'>> {
  const { pager, pages, settings } = deps;
  return {
    /** Calls who is on call for alerts that are bad enough. */
    async onOpened(group) {
      const { threadTs } = group;
      const { severity } = countOf(group);
      const called = whomToCall(group, await settings.current(), severity);
      if (called === undefined || threadTs === undefined) return;
      await pager.page({ ...called, id: `page-${group.id}`, threadTs, reason: reasonOf(group) });
    },

    /** As for alerts that open a thread, for what happens to it later: unless somebody has it, or is being called for it. */
    async onNews(group, { round, severity, reason }) {
      const { teamId, channel, threadTs } = group;
      const called = whomToCall(group, await settings.current(), severity);
      if (called === undefined || threadTs === undefined || group.acknowledgedBy !== undefined) return;
      const id = `page-${group.id}-${round}`;
      const waiting = await pages.list({ teamId, channel, threadTs, states: ['waiting'] });
      const isCalled = ({ severity: known, calls }: Page) =>
        isAtLeast(known, severity) && calls.some((one) => one.mentioned);
      if (waiting.some((page) => page.id !== id && isCalled(page))) return;
      await pager.page({ ...called, id, threadTs, reason });
    },

    /** Ends every call in the thread of alerts that are over. */
    async onOver({ teamId, channel, threadTs, id }) {
      if (threadTs === undefined) return;
      const states = ['waiting', 'unanswered', 'acknowledged'] as const;
      for (const page of await pages.list({ teamId, channel, threadTs, states })) {
        if (page.id.startsWith(`page-${id}`)) await pager.over(page.id);
      }
    },
  };
}

/** Whose people are called; undefined when nobody is set up, or it is too mild. A storm is nobody's service. */
function whomToCall(group: AlertGroup, { oncall }: DutySettings, severity: ReturnType<typeof countOf>['severity']) {
  if (!isAtLeast(severity, oncall.mentionFrom)) return undefined;
  const target = group.storm === undefined ? mainTarget(group) : undefined;
  const service = target?.kind === 'service' ? target.name : undefined;
  if ((service === undefined || oncall.services[service] === undefined) && !oncall.services.default) return undefined;
  const { teamId, channel } = group;
  return { teamId, channel, ...(service && { service }), severity, askedBy: SYSTEM_ACTOR.userId, byHand: false };
}

function reasonOf(group: AlertGroup): string {
  const { firing } = countOf(group);
  const fire = firing === 1 ? 'alert fires' : 'alerts fire';
  if (group.storm !== undefined) return `an alert storm: ${firing} ${fire}, ${thingsInWords(group.subjects)}`;
  return `${firing} ${fire} about ${namesOf(group.subjects)}`;
}

/** The first few subjects as people say them: `checkout, node worker-2`. */
function namesOf(subjects: readonly string[]): string {
  const named = subjects
    .slice(0, 3)
    .map((subject) =>
      subject.replace(/^service\//, '').replace(/^(?:node|namespace)\//, (kind) => kind.replace('/', ' ')),
    );
  return named.join(', ');
}
