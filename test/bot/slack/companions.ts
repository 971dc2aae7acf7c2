import type { KeptDocument } from '../../../bot/domain/document.ts';
import type { SreError } from '../../../bot/domain/errors.ts';
import { DEFAULT_PREFERENCES, type Preferences } from '../../../bot/domain/preferences.ts';
import type { Ruling } from '../../../bot/domain/ruling.ts';
import { componentOf } from '../../../bot/domain/target.ts';
import type { Feedback } from '../../../bot/ports/feedback-log.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import type { LookupKind, LookupQuery } from '../../../bot/ports/lookups.ts';
import { createRedaction } from '../../../bot/redaction/redactor.ts';
import type { SlackDeps } from '../../../bot/slack/index.ts';
import { createFakeAudit, type FakeAudit } from '../../support/fakes/audit.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';

/** The stores and looks beside the investigations, in this process. */
export interface Companions {
  readonly audit: FakeAudit;
  readonly deps: Pick<
    SlackDeps,
    'audit' | 'forgetting' | 'lookups' | 'history' | 'rulings' | 'preferences' | 'feedback' | 'documents'
  >;
  readonly looked: {
    readonly asked: { kind: LookupKind; query: LookupQuery; by: string }[];
    /** What a kind answers; without it nothing is found. */
    readonly answers: Partial<Record<LookupKind, unknown>>;
    /** Set to make every look fail with it. */
    refusal?: SreError;
  };
}

export function createFakeCompanions(records: () => readonly InvestigationRecord[]): Companions {
  const rulings = new Map<string, Ruling[]>();
  const chosen = new Map<string, Preferences>();
  const given = new Map<string, Feedback[]>();
  const looked: Companions['looked'] = { asked: [], answers: {} };
  const audit = createFakeAudit();
  return {
    audit,
    looked,
    deps: {
      audit,
      forgetting: { forget: async () => ({ underWay: 0 }) },
      documents: {
        store: createFakeRecordStore<KeptDocument>(),
        redaction: createRedaction({ emails: true, addresses: 'public' }),
      },
      lookups: {
        async look(actor, kind, query) {
          looked.asked.push({ kind, query, by: actor.slackUserId });
          if (looked.refusal) throw looked.refusal;
          return (looked.answers[kind] ?? { status: 'seen', rows: [], searched: `${kind} everywhere` }) as never;
        },
      },
      history: {
        recent: async (_team, { channel, component, status, askedBy, limit }) =>
          records()
            .filter(({ request, status: is, answer }) => {
              const about = [request.target && componentOf(request.target), answer?.hypotheses[0]?.component];
              return (
                (channel === undefined || request.thread.channel === channel) &&
                (status === undefined || is === status) &&
                (askedBy === undefined || request.askedBy.slackUserId === askedBy) &&
                (component === undefined || about.includes(component as never))
              );
            })
            .slice(0, limit),
      },
      rulings: {
        of: async ({ threadTs = '' }) => rulings.get(threadTs) ?? [],
        async rule({ threadTs = '' }, ruling) {
          const others = (rulings.get(threadTs) ?? []).filter(({ subject }) => subject !== ruling.subject);
          rulings.set(threadTs, [...others, ruling]);
        },
      },
      preferences: {
        read: async ({ slackUserId }) => chosen.get(slackUserId) ?? DEFAULT_PREFERENCES,
        write: async ({ slackUserId }, preferences) => void chosen.set(slackUserId, preferences),
        forget: async ({ slackUserId }) => void chosen.delete(slackUserId),
      },
      feedback: {
        give: async ({ slackUserId }, feedback) =>
          void given.set(slackUserId, [feedback, ...(given.get(slackUserId) ?? [])]),
        recent: async ({ slackUserId }, limit) => (given.get(slackUserId) ?? []).slice(0, limit),
        forget: async ({ slackUserId }) => void given.delete(slackUserId),
      },
    },
  };
}
