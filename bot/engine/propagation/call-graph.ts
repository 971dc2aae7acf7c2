import type { EvidenceSet } from '../../domain/signals.ts';

/** Who calls whom, by service name; from the topology and the traces together. */
export interface CallGraph {
  callees(name: string): readonly string[];
  callers(name: string): readonly string[];
  has(name: string): boolean;
}

/** Builds the call graph; empty when neither a topology nor traces were observed. A self call is left out. */
export function callGraph(evidence: EvidenceSet): CallGraph {
  const down = new Map<string, Set<string>>();
  const up = new Map<string, Set<string>>();
  const link = (caller: string, callee: string) => {
    if (caller === callee || caller === '' || callee === '') return;
    add(down, caller, callee);
    add(up, callee, caller);
  };
  if (evidence.topology.status === 'observed') {
    for (const [caller, callees] of Object.entries(evidence.topology.value)) {
      if (!down.has(caller)) down.set(caller, new Set());
      for (const callee of callees) link(caller, callee);
    }
  }
  if (evidence.traces.status === 'observed') {
    for (const { caller, callee } of evidence.traces.value) link(caller, callee);
  }
  return {
    callees: (name) => [...(down.get(name) ?? [])],
    callers: (name) => [...(up.get(name) ?? [])],
    has: (name) => down.has(name) || up.has(name),
  };
}

function add(edges: Map<string, Set<string>>, from: string, to: string): void {
  const set = edges.get(from);
  if (set) set.add(to);
  else edges.set(from, new Set([to]));
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
