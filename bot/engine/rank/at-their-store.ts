import type { Finding } from '../../domain/finding.ts';
import { componentOf } from '../../domain/target.ts';
import { engineNamedIn } from '../log-reading/database-name.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import { gradeOf, gradeRank } from './grades.ts';
import type { Reach } from './reach.ts';

/** Causes that are a store's own, whoever tells of them: a 429 is the answer of who is asked, by a rate set for it. */
const OF_STORE = /^database_(?!credentials)|^upstream_rate_limited$/;

/**
 * Findings with what a client's log says of its store laid to the store, where the client could not tell which of several it
 * means, and one alone of those that it calls is measured or shown to have that very trouble, or says so in a log of its own.
 */
export function atTheirStore(findings: readonly Finding[], reach: Reach, parameters: Parameters): readonly Finding[] {
  const known = findings.filter(
    (one) =>
      OF_STORE.test(one.cause ?? '') && (!isOfLog(one) || isStores(one)) && gradeRank(gradeOf(one, parameters)) > 0,
  );
  if (known.length === 0) return findings;
  return findings.map((finding) => {
    const { component, cause, explains = [] } = finding;
    if (!isOfLog(finding) || !OF_STORE.test(cause ?? '')) return finding;
    const called = new Set(reach.callees(nameOf(component).name).map((name) => componentOf({ kind: 'service', name })));
    const stores = new Set(known.filter((one) => one.cause === cause).map((one) => one.component));
    const [store, other] = [...stores].filter((one) => called.has(one));
    if (store === undefined || other !== undefined || stores.has(component)) return finding;
    const others = explains.filter((one) => one !== store);
    return { ...finding, component: store, explains: [...new Set([component, ...others])] };
  });
}

/** Whether a finding is about what is called after an engine: a store that says so, or that a client could name. */
function isStores({ component }: Finding): boolean {
  return engineNamedIn(nameOf(component).name) !== undefined;
}

function isOfLog({ evidence }: Finding): boolean {
  return evidence.some(({ source }) => source === 'logs');
}
