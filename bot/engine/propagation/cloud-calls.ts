import type { Sli } from '../../domain/service-level.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Edges } from './edges.ts';

const OF_AN_API = /^(?:\w+_)?aws_api_?gateway_/i;
const OF_A_FUNCTION = /^(?:\w+_)?aws_lambda_/i;

/**
 * Functions that an API may call, where nobody is known to: an API of a cloud answers nothing itself. It passes requests to what
 * it is integrated with, and counts as its own what comes back (API Gateway, "Dimensions and metrics": `5XXError`,
 * `IntegrationLatency`).
 */
export function callsOfApis(
  evidence: EvidenceSet,
  known: Edges,
  possible = known,
): readonly (readonly [string, string])[] {
  if (evidence.slis?.status !== 'observed') return [];
  const { items } = evidence.slis.value;
  const called = new Set([...possible.values()].flatMap((callees) => [...callees]));
  const open = servedAs(OF_A_FUNCTION, items).filter((name) => !called.has(name));
  const apis = servedAs(OF_AN_API, items).filter((api) => (known.get(api)?.size ?? 0) === 0);
  return apis.flatMap((api) => open.map((name) => [api, name] as const));
}

/**
 * Functions that errors of others name: a program invokes one at the cloud's own address (Lambda API, "Invoke"), so that no
 * error of such a call holds a callee's host.
 */
export function callsOfFunctions(evidence: EvidenceSet): readonly (readonly [string, string])[] {
  if (evidence.slis?.status !== 'observed' || evidence.logs.status !== 'observed') return [];
  const functions = servedAs(OF_A_FUNCTION, evidence.slis.value.items);
  if (functions.length === 0) return [];
  return evidence.logs.value.flatMap(({ service, patterns }) => {
    const texts = patterns.filter(({ level }) => level === 'error').flatMap(({ samples }) => samples[0]?.text ?? []);
    return functions
      .filter((name) => name !== service && texts.some((text) => hasName(text, name)))
      .map((name) => [service, name] as const);
  });
}

function servedAs(metric: RegExp, items: readonly Sli[]): readonly string[] {
  return [...new Set(items.flatMap((sli) => (metric.test(sli.metric) ? [sli.service] : [])))];
}

const OF_A_NAME = /[\w-]/;

/** Whether a text holds a name that is no plain word, as a whole. */
function hasName(text: string, name: string): boolean {
  if (!/[-_\d]/.test(name)) return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!OF_A_NAME.test(text.charAt(at - 1)) && !OF_A_NAME.test(text.charAt(at + name.length))) return true;
  return false;
}
