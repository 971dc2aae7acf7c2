import type {
  InlineAgentResponseStream,
  InlineAgentReturnControlPayload,
  Trace,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { SreError } from '../../domain/errors.ts';
import { untilAborted } from '../../domain/until-aborted.ts';
import { fromAws } from '../aws-errors.ts';

/** What one invocation brought. */
export interface Turn {
  readonly text: string;
  readonly control?: InlineAgentReturnControlPayload;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** A guardrail stopped it; the text is then the guardrail's, not the model's. */
  readonly intervened: boolean;
}

/** More than this is no explanation. */
const MOST_TEXT = 40_000;

/**
 * Reads an answer's event stream to its end; `onText` gets the text as it comes. Throws SreError, also for an error
 * that arrives within the stream, and with the signal's reason when it aborts although the stream stands still.
 */
export async function readTurn(
  stream: AsyncIterable<InlineAgentResponseStream> | undefined,
  signal: AbortSignal,
  onText: (text: string) => void,
  onUsage: (inputTokens: number, outputTokens: number) => void,
): Promise<Turn> {
  if (stream === undefined) throw new SreError('bad-upstream', 'the agent answered without a stream');
  const decoder = new TextDecoder();
  let text = '';
  let control: InlineAgentReturnControlPayload | undefined;
  let [inputTokens, outputTokens, intervened, events] = [0, 0, false, 0];
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value: event } = await untilAborted(iterator.next(), signal);
      if (done) break;
      events += 1;
      if (event.chunk?.bytes !== undefined) {
        const piece = decoder.decode(event.chunk.bytes, { stream: true });
        text += piece;
        if (text.length > MOST_TEXT) throw new SreError('bad-upstream', 'the agent talks without end');
        onText(piece);
      } else if (event.returnControl !== undefined) control = event.returnControl;
      else if (event.trace?.trace !== undefined) {
        for (const usage of usagesOf(event.trace.trace)) {
          inputTokens += usage.inputTokens ?? 0;
          outputTokens += usage.outputTokens ?? 0;
          onUsage(usage.inputTokens ?? 0, usage.outputTokens ?? 0);
        }
        intervened ||= event.trace.trace.guardrailTrace?.action === 'INTERVENED';
      } else throwErrorIn(event);
    }
  } catch (thrown) {
    void Promise.resolve(iterator.return?.()).catch(() => undefined);
    if (signal.aborted) throw signal.reason;
    throw streamError(thrown);
  }
  if (events === 0) throw new SreError('bad-upstream', 'the agent answered with an empty stream');
  return { text, control, inputTokens, outputTokens, intervened };
}

/** Errors are members of the stream's union, too. */
function throwErrorIn(event: InlineAgentResponseStream): void {
  for (const member of Object.values(event)) if (member instanceof Error) throw member;
}

/** What breaks inside a stream is the upstream's unless it is an error that AWS names. */
function streamError(thrown: unknown): SreError {
  const error = fromAws(thrown, 'read what the agent says');
  return error.kind === 'internal' ? new SreError('bad-upstream', error.message, { cause: thrown }) : error;
}

function usagesOf(trace: Trace): { inputTokens?: number; outputTokens?: number }[] {
  const outputs = [
    trace.preProcessingTrace?.modelInvocationOutput,
    trace.orchestrationTrace?.modelInvocationOutput,
    trace.postProcessingTrace?.modelInvocationOutput,
    trace.routingClassifierTrace?.modelInvocationOutput,
  ];
  return outputs.flatMap((output) => output?.metadata?.usage ?? []);
}
