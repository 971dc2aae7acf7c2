import type { EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { callGraph } from '../../propagation/call-graph.ts';

/** Components with those that call them, who fail while these have no pods. */
export function withCallers(components: readonly Component[], evidence: EvidenceSet): readonly Component[] {
  const graph = callGraph(evidence);
  const callers = components.flatMap((component) => [...graph.callers(component.slice(component.indexOf('/') + 1))]);
  return [...new Set([...components, ...callers.map((name) => componentOf({ kind: 'service', name }))])];
}
