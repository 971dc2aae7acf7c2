import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { type Context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { toSreError } from '../../domain/errors.ts';
import type { InvestigationRequest } from '../../domain/investigation.ts';
import type { Attributes, Span, Tracing } from '../../ports/tracing.ts';

export interface OtlpTracingOptions {
  /** Of a collector that takes OTLP over HTTP: `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Told when spans could not be delivered; they are then lost. */
  readonly onTrouble: (error: Error) => void;
  /** How long spans are gathered before they are sent, in milliseconds; 5 s when absent. */
  readonly gatherMs?: number;
}

export interface OtlpTracing extends Tracing {
  /** The whole of one investigation; a run that goes on after a crash is a further span of the same trace. */
  investigation<T>(request: TracedRequest, work: () => Promise<T>): Promise<T>;
  /** Sends what is left. */
  shutdown(): Promise<void>;
}

type TracedRequest = Pick<InvestigationRequest, 'id' | 'askedAt'>;

/**
 * The trace of an investigation, as 32 hexadecimal digits: the same in every process. The first eight are the seconds
 * since 1970, as X-Ray has them in its ids.
 */
export function traceIdOf({ id, askedAt }: TracedRequest): string {
  const seconds = Math.floor(Date.parse(askedAt) / 1_000) || 0;
  return `${seconds.toString(16).padStart(8, '0').slice(-8)}${createHash('sha256').update(id).digest('hex').slice(0, 24)}`;
}

/** Spans by OpenTelemetry, sent by OTLP over HTTP. A collector that is away costs spans, never an investigation. */
export function createOtlpTracing(options: OtlpTracingOptions): OtlpTracing {
  const random = new RandomIdGenerator();
  let nextTrace: string | undefined;
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.serviceName }),
    idGenerator: {
      generateTraceId: () => nextTrace ?? random.generateTraceId(),
      generateSpanId: () => random.generateSpanId(),
    },
    spanProcessors: [
      new BatchSpanProcessor(createExporter(options), { scheduledDelayMillis: options.gatherMs ?? 5_000 }),
    ],
  });
  const tracer = provider.getTracer('investigations');
  const surrounding = new AsyncLocalStorage<Context>();

  async function run<T>(
    name: string,
    attributes: Attributes,
    parent: Context,
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    const span = tracer.startSpan(name, { attributes }, parent);
    const note: Span = { note: (more) => void span.setAttributes(more) };
    try {
      return await surrounding.run(trace.setSpan(parent, span), () => work(note));
    } catch (thrown) {
      // The kind alone: a message may quote an upstream.
      const { kind } = toSreError(thrown, name);
      span.setAttribute('error.type', kind);
      if (kind !== 'cancelled') span.setStatus({ code: SpanStatusCode.ERROR, message: kind });
      throw thrown;
    } finally {
      span.end();
    }
  }

  return {
    span: (name, attributes, work) => run(name, attributes, surrounding.getStore() ?? ROOT_CONTEXT, work),
    investigation(request, work) {
      nextTrace = traceIdOf(request);
      try {
        // The span is begun, and so has its id, before `run` waits for anything.
        return run('investigation', { 'investigation.id': request.id }, ROOT_CONTEXT, work);
      } finally {
        nextTrace = undefined;
      }
    },
    shutdown: () => provider.shutdown().catch(options.onTrouble),
  };
}

function createExporter({ endpoint, onTrouble }: OtlpTracingOptions): SpanExporter {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 });
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.code !== 0) onTrouble(result.error ?? new Error('spans could not be delivered'));
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
