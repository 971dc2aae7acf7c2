import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Answer } from '../../domain/answer.ts';
import type { InvestigationRequest, InvestigationStatus } from '../../domain/investigation.ts';
import type { Preferences } from '../../domain/preferences.ts';
import type { KnownPerson } from '../../ports/personal-data.ts';
import type { SharedTables } from './shared-tables.ts';

/** The tables of the schema `sre`, as the newest migration leaves them. */
export interface Tables extends SharedTables {
  investigations: InvestigationsTable;
  posted_messages: PostedMessagesTable;
  deliveries: DeliveriesTable;
  thread_rulings: ThreadRulingsTable;
  preferences: PreferencesTable;
  feedback: FeedbackTable;
  reasoning_spend: ReasoningSpendTable;
  forgotten: ForgottenTable;
}

interface InvestigationsTable {
  id: string;
  team: string;
  channel: string;
  thread_ts: string | null;
  request: JSONColumnType<InvestigationRequest>;
  status: InvestigationStatus;
  answer: JSONColumnType<Answer> | null;
  /** What the thread was told when it failed or was stopped. */
  wording: string | null;
  started_at: Generated<Date>;
  ended_at: Date | null;
  /** How often it began to look. */
  examinations: Generated<number>;
  /** When its end was told; null also before there is one. */
  told_at: Date | null;
  /** When its end is to be told again; null where there is no need, or no more hope. */
  tell_at: Date | null;
  /** How often it was tried to tell the end later. */
  tellings: Generated<number>;
}

interface PostedMessagesTable {
  investigation: string;
  key: string;
  state: 'begun' | 'sent';
  channel: string | null;
  ts: string | null;
  begun_at: Generated<Date>;
  /** The process that is posting it, and until when nobody else may. */
  holder: string | null;
  held_until: Date | null;
}

interface DeliveriesTable {
  id: string;
  received_at: Generated<Date>;
}

interface ThreadRulingsTable {
  team: string;
  channel: string;
  thread_ts: string;
  subject: string;
  ruled_out: boolean;
  /** The Slack user who said so. */
  by: string;
  at: Generated<Date>;
}

interface PreferencesTable {
  team: string;
  slack_user: string;
  chosen: JSONColumnType<Preferences>;
}

interface FeedbackTable {
  investigation: string;
  team: string;
  slack_user: string;
  was_right: boolean;
  /** The answer in one line, as it was then. */
  about: string;
  correction: string | null;
  at: Generated<Date>;
}

interface ForgottenTable {
  team: string;
  slack_user: string;
  known_as: JSONColumnType<KnownPerson>;
  asked_at: Generated<Date>;
}

interface ReasoningSpendTable {
  /** UTC, `2031-01-31`. */
  day: string;
  /** Millionths of a US dollar; PostgreSQL's bigint arrives as text. */
  micro_dollars: ColumnType<string, number, number>;
}
