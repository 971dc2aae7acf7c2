import type { Actor } from '../domain/actor.ts';
import type { Answer, Recording } from '../domain/answer.ts';
import type { Finding } from '../domain/finding.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Signal } from '../domain/signals.ts';
import type { Clock } from '../ports/clock.ts';
import type { Engine } from '../ports/engine.ts';
import type { SourceProgress } from '../ports/notifier.ts';
import type { RunbookSource } from '../ports/runbook-source.ts';
import type { ToolGateway } from '../ports/tool-gateway.ts';
import { noTracing, type Tracing } from '../ports/tracing.ts';
import { awaySources, type CollectedSource, collectSource, emptyEvidence, noteOf } from './collect.ts';
import { inlineEngine } from './inline-engine.ts';
import { lookFurtherBack } from './longer-look.ts';
import { notReadOf } from './not-read.ts';
import { matchRunbooks } from './runbooks.ts';

/** Told while an investigation runs; `findings` gets each finding once, under the source that completed it. */
export interface ExamineListener {
  progress(sources: readonly SourceProgress[]): void | Promise<void>;
  findings(key: string, findings: readonly Finding[]): void | Promise<void>;
}

const SOURCES: readonly CollectedSource[] = ['kubernetes', 'logs', 'metrics'];
/** All reading together; what has not answered by then is unknown. */
const DEADLINE_MS = 25_000;
/** Findings below this are symptoms: they count in the ranking but are not worth a message of their own. */
const WORTH_TELLING = 0.5;

/**
 * Reads the sources in parallel, runs each analyzer as soon as what it needs is there, ranks, and searches the
 * runbooks for what was found. Reading is safe to repeat, so the whole may be run again after a crash.
 * Throws SreError `cancelled` when `signal` aborts; failing sources are not errors but `unknown`.
 */
export async function examine(
  deps: {
    readonly gateway: ToolGateway;
    readonly clock: Clock;
    readonly actor?: Actor;
    readonly knowledge?: RunbookSource;
    readonly tracing?: Tracing;
    /** Where the engine runs; in this thread when absent. */
    readonly engine?: Engine;
  },
  request: InvestigationRequest,
  on: ExamineListener,
  signal: AbortSignal,
): Promise<Answer> {
  const { span } = deps.tracing ?? noTracing;
  const engine = deps.engine ?? inlineEngine;
  const started = performance.now();
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
  const board = createProgressBoard(on);
  const context = await describeSystem(deps, bounded);
  let evidence = emptyEvidence(request, context.asOf, context.namespaces);
  if (evidence.question === '' && context.report !== undefined) evidence = { ...evidence, question: context.report };
  const told = new Set<string>();

  await Promise.all(
    SOURCES.map(async (source) => {
      await board.set(source, 'reading', 'reading');
      const reading = await span(`collect ${source}`, { source }, async ({ note }) => {
        const read = await collectSource(deps.gateway, source, request, bounded);
        note({ unknown: Object.values(read.signals).filter(({ status }) => status === 'unknown').length });
        return read;
      });
      signal.throwIfAborted();
      evidence = { ...evidence, ...reading.signals };
      const { state, note } = noteOf(reading);
      await board.set(source, state, note, reading.durationMs);
      const found = await span(`analyze ${source}`, { source }, () =>
        engine.findEarly(evidence, Object.keys(reading.signals) as Signal[], signal),
      );
      const fresh = found.filter((finding) => {
        const key = `${finding.component} ${finding.cause}`;
        if (finding.strength < WORTH_TELLING || told.has(key)) return false;
        told.add(key);
        return true;
      });
      if (fresh.length > 0) await on.findings(source, fresh);
    }),
  );
  signal.throwIfAborted();

  const { notRead, notReadTotal } = notReadOf(evidence);
  const away = awaySources(evidence);
  evidence = { ...evidence, notRead };
  const diagnosis = await span('diagnose', {}, async ({ note }) => {
    const first = { evidence, diagnosis: await engine.diagnose(evidence, signal) };
    const look = away.length > 0 ? first : await lookFurtherBack({ ...deps, engine }, request, first, bounded, signal);
    evidence = look.evidence;
    note({ verdict: look.diagnosis.verdict, hypotheses: look.diagnosis.hypotheses.length });
    return look.diagnosis;
  });
  signal.throwIfAborted();
  await board.set('runbooks', 'reading', 'searching');
  const runbooks = await span('match runbooks', {}, () => matchRunbooks(deps, diagnosis.hypotheses, evidence, bounded));
  await board.set('runbooks', runbooks.state, runbooks.note, runbooks.durationMs);
  signal.throwIfAborted();
  return {
    ...diagnosis,
    unknown: [...diagnosis.unknown, ...runbooks.unknown],
    ...(away.length > 0 && { away }),
    notReadTotal,
    recording: context.recording,
    runbooks: runbooks.matches,
    durationMs: Math.round(performance.now() - started),
  };
}

async function describeSystem(
  deps: { readonly gateway: ToolGateway; readonly clock: Clock },
  signal: AbortSignal,
): Promise<{ asOf: string; namespaces: readonly string[]; report?: string; recording?: Recording }> {
  for (const source of SOURCES) {
    try {
      const body = (await deps.gateway.call(`${source}___describe_source`, {}, { signal })) as {
        asOf?: string;
        namespaces?: string[];
        report?: string;
        recording?: Recording;
      };
      if (typeof body.asOf === 'string') {
        const report = typeof body.report === 'string' ? { report: body.report } : {};
        return { asOf: body.asOf, namespaces: body.namespaces ?? [], recording: body.recording, ...report };
      }
    } catch {
      // The next source may answer; each source's own failure is shown when it is read.
    }
  }
  return { asOf: deps.clock.now().toISOString(), namespaces: [] };
}

const SHOWN_SOURCES = ['kubernetes', 'logs', 'metrics', 'runbooks'] as const;

/** The progress of an investigation that waits for its turn behind `ahead` others. */
export function queuedProgress(ahead: number): readonly SourceProgress[] {
  const note = ahead === 0 ? 'queued, next in turn' : `queued, ${ahead} before it`;
  return SHOWN_SOURCES.map((source) => ({ source, state: 'waiting', note: source === 'kubernetes' ? note : '' }));
}

function createProgressBoard(on: ExamineListener) {
  const rows = new Map<SourceProgress['source'], SourceProgress>(
    SHOWN_SOURCES.map((source) => [source, { source, state: 'waiting', note: '' }]),
  );
  return {
    async set(source: SourceProgress['source'], state: SourceProgress['state'], note: string, durationMs?: number) {
      rows.set(source, { source, state, note, ...(durationMs === undefined ? {} : { durationMs }) });
      await on.progress([...rows.values()]);
    },
  };
}
