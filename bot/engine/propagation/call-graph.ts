import type { EvidenceSet } from '../../domain/signals.ts';
import { readCalls } from './calls.ts';

/** Who calls whom, by service name; recorded, or as far as it can be told. */
export interface CallGraph {
  callees(name: string): readonly string[];
  callers(name: string): readonly string[];
  has(name: string): boolean;
}

/** Builds the call graph: recorded calls, else those that may be. A self call is left out. */
export function callGraph(evidence: EvidenceSet): CallGraph {
  const { possible: down, callers: up } = readCalls(evidence);
  return {
    callees: (name) => [...(down.get(name) ?? [])],
    callers: (name) => [...(up.get(name) ?? [])],
    has: (name) => down.has(name) || up.has(name),
  };
}

/** Every service reachable downwards from `name`, itself excluded. */
export function reachableFrom(graph: CallGraph, name: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const callee of graph.callees(next)) {
      if (callee === name || seen.has(callee)) continue;
      seen.add(callee);
      waiting.push(callee);
    }
  }
  return seen;
}
