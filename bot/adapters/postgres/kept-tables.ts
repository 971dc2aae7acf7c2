/** What becomes of the rows of one table, by time and when somebody asks to be forgotten. */
export interface KeptTable {
  /** When a row goes: a condition in SQL, and the same in words; or why rows do not go by time. */
  readonly goes: { readonly when: string; readonly words: string } | { readonly stays: string };
  /**
   * `delete`: rows that name the person in these columns go. `scrub`: the person and what they asked are taken out of
   * these columns; those of `deleteWhere`, a condition in SQL, go as a whole. `nothing`: why there is nothing to do.
   */
  readonly forget:
    | { readonly delete: readonly string[] }
    | { readonly scrub: readonly string[]; readonly deleteWhere?: string }
    | { readonly nothing: string };
  /** What is still under way, in SQL: it is neither deleted nor scrubbed before it is over. */
  readonly live?: string;
}

const YEAR = '400 days';
const after = (column: string, time: string, more = ''): KeptTable['goes'] => ({
  when: `${column} < now() - interval '${time}'${more}`,
  words: `after ${time}`,
});
const withWorkflow = { stays: 'goes with its workflow' } as const;
const NO_PERSON = { nothing: 'holds nothing of people' } as const;

/** States in which a record of duty is over. */
const OVER = [
  ...['closed', 'merged', 'over', 'resolved', 'done', 'failed', 'refused', 'expired', 'ended', 'used'],
  ...['kept', 'canvas', 'file', 'none', 'answered', 'stopped'],
];
const isOver = `state in (${OVER.map((state) => `'${state}'`).join(', ')})`;
const ENDED = "('SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')";
const ofLiveWorkflow = (column: string) =>
  `exists (select from dbos.workflow_status w where w.workflow_uuid = ${column} and w.status not in ${ENDED})`;
const scrubbedWithWorkflow = (table: string, columns: readonly string[]) => ({
  [`dbos.${table}`]: {
    goes: withWorkflow,
    forget: { scrub: columns },
    live: ofLiveWorkflow(`${table}.workflow_uuid`),
  },
});

/** Every table of the bot, of its audit and of its engine. A table without a row here fails a test. */
export const KEPT_TABLES: Readonly<Record<string, KeptTable>> = {
  'sre.investigations': {
    goes: after('ended_at', YEAR),
    forget: { scrub: ['channel', 'request', 'answer', 'wording'] },
    live: "status = 'running' or tell_at is not null",
  },
  'sre.posted_messages': { goes: after('begun_at', YEAR), forget: { scrub: ['channel'] } },
  'sre.deliveries': { goes: after('received_at', '2 days'), forget: { delete: ['id'] } },
  'sre.delivery_claims': { goes: after('until', '1 day'), forget: { delete: ['id'] } },
  'sre.delivery_inbox': {
    goes: after('done_at', '2 days'),
    forget: { nothing: 'what people sent goes from it as soon as it is done' },
  },
  'sre.thread_rulings': { goes: after('at', YEAR), forget: { scrub: ['by'] } },
  'sre.preferences': { goes: { stays: 'until its person is forgotten' }, forget: { delete: ['slack_user'] } },
  'sre.feedback': { goes: after('at', YEAR), forget: { delete: ['slack_user'] } },
  'sre.reasoning_spend': {
    goes: {
      when: `case when day ~ '^\\d{4}-\\d\\d-\\d\\d$' then day::date < now() - interval '${YEAR}'
        else not exists (select from sre.investigations i where 'investigation:' || i.id = day) end`,
      words: `days after ${YEAR}, investigations with theirs`,
    },
    forget: NO_PERSON,
  },
  'sre.duty_records': {
    goes: {
      when: `changed_at < now() - case kind when 'login' then interval '1 day' else interval '${YEAR}' end
        and state <> 'given'`,
      words: `after ${YEAR} without a change; sign-ins that were begun after 1 day, those that hold not by time`,
    },
    forget: { scrub: ['id', 'channel', 'record'], deleteWhere: "kind in ('login', 'login-grant')" },
    // What nobody touched for a week is not under way any more.
    live: `not (${isOver}) and changed_at > now() - interval '7 days' and kind <> 'login'`,
  },
  'sre.alert_inbox': { goes: after('done_at', '7 days'), forget: { nothing: 'what machines said' } },
  'sre.leases': { goes: { stays: 'a row for each kind of work, whose token only grows' }, forget: NO_PERSON },
  'sre.timeline': { goes: after('at', YEAR), forget: { scrub: ['fact', 'entry'] } },
  'sre.audit': { goes: { stays: 'empty: every start moves it into the chain' }, forget: NO_PERSON },
  'sre.channel_turns': { goes: after('next_at', '1 hour'), forget: { delete: ['channel'] } },
  'sre.recent_asks': { goes: after('asked_at', '1 hour'), forget: { delete: ['key'] } },
  'sre.forgotten': {
    goes: after('asked_at', '30 days'),
    forget: { nothing: 'goes as soon as nothing of its person is under way' },
  },
  'sre.kysely_migration': { goes: { stays: 'says how the tables are made' }, forget: NO_PERSON },
  'sre.kysely_migration_lock': { goes: { stays: 'says how the tables are made' }, forget: NO_PERSON },

  'sre_audit.entries': {
    goes: { stays: 'nobody but its owner may take anything out of the chain' },
    forget: { nothing: 'people are pseudonyms, whose keys go' },
  },
  'sre_audit.person_keys': {
    goes: { stays: 'until its person is forgotten' },
    forget: { nothing: 'goes last, with the audit of the request itself' },
  },

  'dbos.workflow_status': {
    goes: {
      when: `status in ${ENDED} and updated_at < extract(epoch from now() - interval '30 days') * 1000`,
      words: 'once ended, after 30 days, with all that belongs to it',
    },
    forget: { scrub: ['authenticated_user', 'request', 'output', 'error'] },
    live: `status not in ${ENDED}`,
  },
  ...scrubbedWithWorkflow('workflow_input', ['inputs']),
  ...scrubbedWithWorkflow('workflow_output', ['output', 'error']),
  ...scrubbedWithWorkflow('operation_outputs', ['output', 'error']),
  ...scrubbedWithWorkflow('workflow_events', ['value']),
  ...scrubbedWithWorkflow('workflow_events_history', ['value']),
  ...scrubbedWithWorkflow('streams', ['value']),
  'dbos.notifications': {
    goes: withWorkflow,
    forget: { scrub: ['message'] },
    live: ofLiveWorkflow('notifications.destination_uuid'),
  },
  'dbos.workflow_schedules': { goes: { stays: 'says when what is done' }, forget: NO_PERSON },
  'dbos.event_dispatch_kv': { goes: { stays: 'says when what was done last' }, forget: NO_PERSON },
  'dbos.queues': { goes: { stays: 'says what waits where' }, forget: NO_PERSON },
  'dbos.application_versions': { goes: { stays: 'a row for each version' }, forget: NO_PERSON },
  'dbos.dbos_migrations': { goes: { stays: 'says how the tables are made' }, forget: NO_PERSON },
};
