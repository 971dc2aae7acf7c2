import type { Generated } from 'kysely';

/** The tables of the schema `sre_audit`, which audit-schema.ts makes. */
export type AuditTables = {
  'sre_audit.entries': {
    /** PostgreSQL's bigint arrives as text. */
    seq: string | number;
    at: Date | string;
    fact: string;
    body: string;
    hash: string;
  };
  'sre_audit.person_keys': { team: string; person: string; key: Buffer; made_at: Generated<Date> };
};
