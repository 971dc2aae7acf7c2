import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { type BedrockReasonerOptions, createBedrockReasoner } from '../../../../bot/adapters/bedrock/reasoner.ts';
import type { Answer } from '../../../../bot/domain/answer.ts';
import type { Evidence } from '../../../../bot/domain/finding.ts';
import { DEFAULT_LIMITS, type ReasoningLimits } from '../../../../bot/investigation/reasoning/limits.ts';
import { READ_TOOLS } from '../../../../bot/investigation/reasoning/read-tools.ts';
import type { SpendLedger } from '../../../../bot/ports/spend-ledger.ts';
import type { ToolDescription, ToolGateway, ToolName } from '../../../../bot/ports/tool-gateway.ts';
import { createRedaction } from '../../../../bot/redaction/redactor.ts';
import { createBedrock, type Script } from '../../../../infra/local/bedrock/server.ts';
import { credentials, region } from '../../../infra/local/stand-in.ts';

const NOW = new Date('2031-03-04T11:00:00Z');

/** A ledger in memory; `spent` is what the day has cost, `total` what it has cost by now. */
export function createFakeSpend(spent = 0): SpendLedger & { total(): number } {
  const day = NOW.toISOString().slice(0, 10);
  const accounts = new Map([[day, spent]]);
  const of = (account: string) => accounts.get(account) ?? 0;
  return {
    total: () => of(day),
    reserve: async (account, amount, limit) => {
      if (of(account) + amount > limit) return false;
      accounts.set(account, of(account) + amount);
      return true;
    },
    settle: async (account, reserved, cost) => void accounts.set(account, of(account) + cost - reserved),
    spentOn: async (account) => of(account),
  };
}

export const EVIDENCE: readonly Evidence[] = [
  {
    id: 'E1',
    source: 'kubernetes',
    tool: 'list_objects',
    target: 'pod/cart-6f9d',
    text: 'Container cart was killed with exit code 137 (OOMKilled) 12 times.',
  },
  {
    id: 'E2',
    source: 'metrics',
    tool: 'summarize_series',
    target: 'service/cart',
    text: 'Memory of cart rose from 90 to 127.5 MiB.',
  },
];

export function answerWith(evidence: readonly Evidence[] = EVIDENCE): Answer {
  return {
    verdict: 'fault',
    hypotheses: [
      {
        rank: 1,
        component: 'service/cart',
        cause: 'oom_killed',
        confidence: 0.9,
        summary: 'cart is killed for its memory.',
        evidence: ['E1'],
        contradicting: [],
        explains: [],
        unexplained: [],
        reasons: [],
        nextSteps: [],
      },
    ],
    evidence,
    unknown: [],
    reasons: [],
    runbooks: [],
    durationMs: 5,
  };
}

const text = { type: 'string', maxLength: 253 };
const PROPERTIES = {
  namespace: text,
  service: text,
  kind: text,
  since: { type: 'string', pattern: '^\\d+[smhd]$' },
  limit: { type: 'integer', minimum: 1, maximum: 1000 },
};

/** A gateway that notes every call; it also offers what no model may use. */
export function createNotingGateway(answer: (tool: ToolName) => unknown = () => ({ items: [] })) {
  const called: { tool: ToolName; args: Readonly<Record<string, unknown>> }[] = [];
  const tool = (name: string): ToolDescription => ({
    name: name as ToolName,
    description: `Shows ${name}.`,
    inputSchema: { type: 'object', properties: PROPERTIES },
  });
  const tools = Object.entries(READ_TOOLS).flatMap(([source, names]) =>
    names.map((name) => tool(`${source}___${name}`)),
  );
  const gateway: ToolGateway = {
    async call(name, args) {
      if (name === 'kubernetes___describe_source') return { namespaces: ['shop', 'default'] };
      called.push({ tool: name, args });
      return answer(name);
    },
    list: async () => [...tools, tool('kubernetes___delete_pod'), tool('logs___describe_source')],
    search: async () => [],
    close: async () => undefined,
  };
  return { gateway, called };
}

/** A reasoner that talks through the real SDK to a scripted stand-in over HTTP. */
export async function startBedrock(script: Script) {
  const server = createBedrock({ ...credentials, script });
  const endpoint = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const client = (keys = credentials, systemClockOffset = 0) =>
    new BedrockAgentRuntimeClient({ region, endpoint, credentials: keys, maxAttempts: 1, systemClockOffset });
  const reasoner = (
    changes: {
      limits?: Partial<ReasoningLimits>;
      spend?: SpendLedger;
      keys?: typeof credentials;
      guardrail?: boolean;
      clockOffsetMs?: number;
      onTrouble?: (cause: unknown) => void;
      onSpent?: BedrockReasonerOptions['onSpent'];
    } = {},
  ) =>
    createBedrockReasoner({
      client: client(changes.keys, changes.clockOffsetMs),
      model: {
        modelId: 'eu.vendor.model-v1:0',
        ...(changes.guardrail && { guardrail: { id: 'abc123', version: '3' } }),
      },
      limits: { ...DEFAULT_LIMITS, ...changes.limits },
      prices: { input: 3, output: 15 },
      spend: changes.spend ?? createFakeSpend(),
      redaction: createRedaction({ emails: true, addresses: 'public' }),
      clock: { now: () => NOW },
      retry: { firstPauseMs: 1 },
      ...(changes.onSpent && { onSpent: changes.onSpent }),
      onTrouble: (_investigation, error) => changes.onTrouble?.(error),
    });
  return { ...server, reasoner, stop: () => server.app.close() };
}
