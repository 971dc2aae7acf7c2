import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely';
import type { Alert } from '../../domain/alert.ts';
import type { TimelineEntry } from '../../domain/incident.ts';

/** The tables of migration 0003. */
export type DutyTables = {
  duty_records: {
    kind: string;
    id: string;
    team: string;
    state: string;
    channel: string | null;
    thread_ts: string | null;
    record: JSONColumnType<object>;
    created_at: GeneratedAlways<Date>;
    changed_at: Date | undefined;
  };
  alert_inbox: {
    id: GeneratedAlways<string>;
    fact: string;
    alert: JSONColumnType<Alert>;
    received_at: Date;
    held_until: Date | null;
    done_at: Date | null;
  };
  /** `token` of migration 0008. */
  leases: { name: string; holder: string; until: Date; token: Generated<string> };
  timeline: {
    id: GeneratedAlways<string>;
    fact: string;
    team: string;
    channel: string;
    thread_ts: string;
    entry: JSONColumnType<TimelineEntry>;
    at: Date;
  };
  audit: {
    id: GeneratedAlways<string>;
    at: GeneratedAlways<Date>;
    team: string;
    actor: string;
    deed: string;
    subject: string;
    details: JSONColumnType<Readonly<Record<string, unknown>>>;
  };
};
