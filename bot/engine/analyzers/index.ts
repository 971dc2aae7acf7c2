import type { Analyzer } from '../define-analyzer.ts';
import { kubernetesAnalyzers } from './kubernetes/index.ts';
import { logAnalyzers } from './logs/index.ts';
import { metricAnalyzers } from './metrics/index.ts';

/** Every analyzer, in the order in which the catalogue lists them. */
export const ANALYZERS: readonly Analyzer[] = [...kubernetesAnalyzers, ...logAnalyzers, ...metricAnalyzers];
