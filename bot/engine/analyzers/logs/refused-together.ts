import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { calleesOf } from '../../log-reading/callees.ts';
import { isDatabase } from '../../log-reading/database-name.ts';
import type { Parties } from '../../log-reading/parties.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import { readStatements, type Statement } from '../../log-reading/read-statements.ts';
import { CHANGES } from '../metrics/change-parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** Several clients are refused by one database from one moment on: what changed is at the database, not at each of them. */
export const refusedTogether = defineAnalyzer({
  id: 'refused-together',
  title: 'Several clients are refused by one database',
  causes: ['database_credentials_invalid'],
  needs: ['logs'],
  example: 'cart and items are both refused with the passwords they have always used, by the same PostgreSQL.',
  analyze: (evidence) => {
    if (evidence.logs.status === 'unknown') return { status: 'unknown', reason: evidence.logs.reason };
    const { tool } = evidence.logs;
    const { parties, all } = readStatements(evidence);
    const refused = all.filter(({ match: { row } }) => row.cause === 'database_credentials_invalid');
    const byDatabase = Map.groupBy(refused, (statement) => databaseOf(statement, parties, evidence));
    const findings = [...byDatabase].flatMap(([database, statements]): Finding[] => {
      if (database === undefined) return [];
      const clients = clientsOf(statements, database);
      const onset = earliest(statements.map(({ pattern }) => pattern.firstSeen));
      if (clients.length < 2 || !beginTogether(clients, statements)) return [];
      const names = clients.map((client) => client.slice(client.indexOf('/') + 1)).join(', ');
      return [
        {
          analyzer: 'refused-together',
          component: database,
          cause: 'database_credentials_invalid',
          grade: 'said',
          statement: `${database.slice(database.indexOf('/') + 1)} refuses ${names} at once: their credentials no longer fit.`,
          strength: STRENGTH.strong,
          evidence: statements
            .slice(0, QUOTED.ofMany)
            .map(({ logs, pattern, text }) => quotePattern(logs, pattern, tool, text)),
          explains: clients,
          ...(onset === undefined ? {} : { onset }),
        },
      ];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: 'no database refuses several clients at once' };
  },
});

/** The database that says so itself, else the only one of its engine that the client calls. */
function databaseOf({ match, logs }: Statement, parties: Parties, evidence: EvidenceSet): Component | undefined {
  const writer = parties.writer(logs);
  if (isDatabase(writer.slice(writer.indexOf('/') + 1), parties.cluster)) return writer;
  const [name, second] = calleesOf(logs.service, match.row.engine, parties, evidence).filter((one) =>
    isDatabase(one, parties.cluster),
  );
  return name === undefined || second !== undefined ? undefined : componentOf({ kind: 'service', name });
}

/** Those who are refused, as they or the database say. */
function clientsOf(statements: readonly Statement[], database: Component): readonly Component[] {
  return [...new Set(statements.flatMap(({ blamed, certain }) => (certain && blamed !== database ? [blamed] : [])))];
}

function beginTogether(clients: readonly Component[], statements: readonly Statement[]): boolean {
  const begun = clients.flatMap((client) => {
    const first = earliest(statements.flatMap(({ blamed, pattern }) => (blamed === client ? [pattern.firstSeen] : [])));
    return first === undefined ? [] : [Date.parse(first)];
  });
  return begun.length === clients.length && Math.max(...begun) - Math.min(...begun) <= CHANGES.actsWithinMs;
}
