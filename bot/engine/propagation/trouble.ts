import type { EvidenceSet } from '../../domain/signals.ts';
import { type ReadMetrics, readMetrics } from '../metric-reading/read-metrics.ts';
import { type Blame, blameFor } from './blame.ts';
import { type CallGraph, callGraph } from './call-graph.ts';
import { type Symptom, symptomsOf } from './symptoms.ts';

/** What is complained of and where it starts, as far as metrics and calls tell. */
export interface Trouble {
  readonly metrics: ReadMetrics;
  readonly graph: CallGraph;
  readonly symptoms: readonly Symptom[];
  /** The most blamed first. */
  readonly blames: readonly Blame[];
}

const READ = new WeakMap<EvidenceSet, Trouble>();

/** Reads the trouble of an evidence set once; every analyzer shares the result. */
export function readTrouble(evidence: EvidenceSet): Trouble {
  const before = READ.get(evidence);
  if (before) return before;
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  const symptoms = symptomsOf(evidence, metrics, graph);
  const trouble = { metrics, graph, symptoms, blames: blameFor(symptoms, graph, metrics) };
  READ.set(evidence, trouble);
  return trouble;
}
