import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Statement } from '../../log-reading/read-statements.ts';
import { componentOfSli, isBad } from '../../observe/service-levels.ts';
import type { Parameters } from '../../parameters.ts';

/**
 * The statement as one of the program's own account, where its words fit one person's slip as well and most of the requests
 * that the writer serves fail meanwhile. A service that asks a directory binds as itself first, to search, and only then as
 * whoever logs in (RFC 4513, section 5.1; Spring Security's `managerDn`, Grafana's and GitLab's `bind_dn`): a person's
 * password fails that person's request, its own fails them all.
 */
export function asOwnAccount(statement: Statement, evidence: EvidenceSet, parameters: Parameters): Statement {
  const { match } = statement;
  const { whenMost, hint: _, ...row } = match.row;
  if (whenMost === undefined || !failsMost(statement, evidence, parameters)) return statement;
  return { ...statement, match: { ...match, row: { ...row, meaning: whenMost } } };
}

/** Whether more than half of the requests that the writer serves fail since a shift that the lines reach into. */
function failsMost(
  { logs: { service }, pattern: { lastSeen } }: Statement,
  { slis }: EvidenceSet,
  parameters: Parameters,
): boolean {
  if (slis?.status !== 'observed') return false;
  return slis.value.items.some(
    (sli) =>
      sli.indicator === 'error_ratio' &&
      sli.side === 'server' &&
      componentOfSli(sli) === `service/${service}` &&
      sli.onset !== undefined &&
      isBad(sli, parameters) &&
      2 * sli.value > 1 &&
      (lastSeen === undefined || Date.parse(lastSeen) >= Date.parse(sli.onset)),
  );
}
