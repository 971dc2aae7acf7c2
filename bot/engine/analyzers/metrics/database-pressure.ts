import { defineAnalyzer } from '../../define-analyzer.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { isDatabase } from './database-name.ts';
import { DATABASE_CAUSES, databaseSigns } from './database-signs.ts';
import { asFinding } from './pressure.ts';

const POOL_SIGNALS = ['pool-waiting', 'pool-use', 'pool-limit'] as const;

/** Databases and connection pools at their limits, by meaning of the metric, whatever exporter wrote it. */
export const databasePressure = defineAnalyzer({
  id: 'database-pressure',
  title: 'Database or connection pool under pressure',
  causes: DATABASE_CAUSES,
  needs: ['metrics'],
  example: 'A database holds 98 of its 100 connections since the services that use it began to fail.',
  analyze: (evidence) => {
    const metrics = readMetrics(evidence);
    const findings = metrics.components.flatMap((component) =>
      databaseSigns(component, evidence, metrics).map((sign) => asFinding('database-pressure', component, sign)),
    );
    if (findings.length > 0) return { status: 'found', findings };
    const told = metrics.components.filter(
      (component) =>
        isDatabase(component, metrics) || POOL_SIGNALS.some((signal) => metrics.of(component, signal).length > 0),
    );
    if (told.length === 0) return { status: 'unknown', reason: 'no database or connection pool among the metrics' };
    return {
      status: 'clear',
      checked: `connections, pools, storage, replication and locks of ${told.length} components`,
    };
  },
});
