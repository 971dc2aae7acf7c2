import type { Analyzer } from '../../define-analyzer.ts';

/** Analyzers of metrics, alerts, traces and changes. */
export const metricAnalyzers: readonly Analyzer[] = [];
