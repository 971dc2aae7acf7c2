import type { Analyzer } from '../../define-analyzer.ts';
import { alertedService } from './alerted-service.ts';
import { cacheMisses } from './cache-misses.ts';
import { callGap } from './call-gap.ts';
import { callsPerRequest } from './calls-per-request.ts';
import { changeNearOnset } from './change-near-onset.ts';
import { databasePressure } from './database-pressure.ts';
import { failedUnit } from './failed-unit.ts';
import { faultOrigin } from './fault-origin.ts';
import { firingAlertsAnalyzer } from './firing-alerts.ts';
import { foreignLoad } from './foreign-load.ts';
import { limitReached } from './limit-reached.ts';
import { nameServerSlow } from './name-server-slow.ts';
import { proxyRetries } from './proxy-retries.ts';
import { raisedDelay } from './raised-delay.ts';
import { repeatedKills } from './repeated-kills.ts';
import { replayedWrites } from './replayed-writes.ts';
import { resourcePressure } from './resource-pressure.ts';
import { retriedCallee } from './retried-callee.ts';
import { retryStorm } from './retry-storm.ts';
import { scalingLimit } from './scaling-limit.ts';
import { serverDown } from './server-down.ts';
import { sharedConcurrency } from './shared-concurrency.ts';
import { signalMoved } from './signal-moved.ts';
import { statementsPerRequest } from './statements-per-request.ts';
import { targetDown } from './target-down.ts';
import { traceOrigin } from './trace-origin.ts';
import { trafficSurge } from './traffic-surge.ts';
import { wasAway } from './was-away.ts';
import { workPerRequest } from './work-per-request.ts';

/** Analyzers of metrics, alerts, traces and changes. */
export const metricAnalyzers: readonly Analyzer[] = [
  faultOrigin,
  callGap,
  retriedCallee,
  retryStorm,
  proxyRetries,
  cacheMisses,
  statementsPerRequest,
  callsPerRequest,
  workPerRequest,
  raisedDelay,
  nameServerSlow,
  trafficSurge,
  limitReached,
  signalMoved,
  foreignLoad,
  repeatedKills,
  resourcePressure,
  databasePressure,
  replayedWrites,
  scalingLimit,
  sharedConcurrency,
  failedUnit,
  targetDown,
  serverDown,
  wasAway,
  firingAlertsAnalyzer,
  alertedService,
  traceOrigin,
  changeNearOnset,
];
