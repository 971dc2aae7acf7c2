import type { Target } from './target.ts';

/** Where an investigation speaks: one Slack thread. */
export interface ThreadRef {
  readonly teamId: string;
  readonly channel: string;
  /** Absent until the first message is posted. */
  readonly threadTs?: string;
}

/** What is asked, ready to be run. JSON-serialisable: it is a workflow's input. */
export interface InvestigationRequest {
  /** Unique; derived from Slack's own delivery id, so a redelivery is the same investigation. */
  readonly id: string;
  readonly question: string;
  readonly target?: Target;
  /** How far back to look, in seconds. */
  readonly sinceSeconds: number;
  readonly askedBy: { readonly teamId: string; readonly slackUserId: string };
  readonly thread: ThreadRef;
  /** RFC 3339. */
  readonly askedAt: string;
}

export type InvestigationStatus = 'running' | 'answered' | 'failed' | 'stopped';
