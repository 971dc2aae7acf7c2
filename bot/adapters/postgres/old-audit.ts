import type { Kysely } from 'kysely';
import type { Audit } from '../../ports/audit.ts';
import type { DutyTables } from './duty-tables.ts';
import { callPostgres } from './postgres-errors.ts';

const BATCH = 500;

/** Moves what versions up to 0.2 kept in `sre.audit`, which the bot can change, into the chain. Throws SreError. */
export async function carryOverAudit(db: Kysely<DutyTables>, audit: Pick<Audit, 'add'>): Promise<void> {
  for (;;) {
    const rows = await callPostgres('read the audit of before', () =>
      db.selectFrom('audit').selectAll().orderBy('id').limit(BATCH).execute(),
    );
    if (rows.length === 0) return;
    await Promise.all(
      rows.map(({ id, at, team, actor, deed, subject, details }) =>
        audit.add({
          fact: `before 0.3 ${id}`,
          kind: 'action',
          teamId: team,
          ...(actor !== '' && { actor }),
          subject,
          details: { deed, at: at.toISOString(), ...details },
        }),
      ),
    );
    const ids = rows.map(({ id }) => id);
    await callPostgres('move the audit of before', () => db.deleteFrom('audit').where('id', 'in', ids).execute());
  }
}
