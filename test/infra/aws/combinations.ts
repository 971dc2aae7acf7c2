import { InvalidOptions, readOptions } from '../../../infra/aws/options.ts';
import { ZONE } from './synthesis.ts';

export type Given = Readonly<Record<string, unknown>>;

/** The options that change what is made, each with its choices. */
const CHOICES: Readonly<Record<string, readonly Given[]>> = {
  zone: [{}, ZONE, { ...ZONE, certificateChallenge: 'http-01' }],
  architecture: [{}, { architecture: 'arm64' }],
  growth: [{}, { growth: true }, { growth: true, waf: true }],
  runtime: [{}, { runtime: true }, { runtimeImage: 'oncall/runtime:1' }],
  models: [
    {},
    { modelIds: 'amazon.nova-pro-v1:0,eu.anthropic.claude-sonnet-4-20250514-v1:0' },
    { modelIds: 'amazon.nova-pro-v1:0', guardrailId: 'abc123', guardrailVersion: '1' },
  ],
  knowledge: [
    {},
    { knowledgeBaseId: 'KB12345678' },
    { knowledgeBaseId: 'KB12345678', rerankModelId: 'amazon.rerank-v1:0' },
  ],
  ssh: [{}, { sshFrom: '192.0.2.1/32' }],
  words: [
    {},
    {
      name: 'second',
      certificateEmail: 'tls@example.com',
      alarmEmail: 'duty@example.com',
      allowedEmailDomains: 'example.com',
      defaultRole: 'responder',
      dailyTokens: '5000',
    },
  ],
};

const names = Object.keys(CHOICES);

/** Every combination of choices that is not refused as contradicting itself, as indices into the choices. */
const everyCombination: readonly (readonly number[])[] = names
  .reduce<number[][]>(
    (rows, name) => rows.flatMap((row) => (CHOICES[name] ?? []).map((_choice, index) => [...row, index])),
    [[]],
  )
  .filter((row) => isAccepted(optionsOf(row)));

/** The options of a combination. */
function optionsOf(row: readonly number[]): Given {
  return Object.assign({}, ...names.map((name, index) => CHOICES[name]?.[row[index] ?? 0]));
}

/** Few combinations in which each two choices that go together at all are together at least once. */
export function pairwise(): readonly Given[] {
  const pairsOf = (row: readonly number[]) =>
    row.flatMap((one, i) => row.slice(i + 1).map((other, j) => `${i}=${one} ${i + 1 + j}=${other}`));
  const open = new Set(everyCombination.flatMap(pairsOf));
  const chosen: (readonly number[])[] = [];
  while (open.size > 0) {
    const gain = (row: readonly number[]) => pairsOf(row).filter((pair) => open.has(pair)).length;
    const best = everyCombination.reduce((most, row) => (gain(row) > gain(most) ? row : most));
    chosen.push(best);
    for (const pair of pairsOf(best)) open.delete(pair);
  }
  return chosen.map(optionsOf);
}

function isAccepted(options: Given): boolean {
  const context: Given = { domain: 'oncall.example.com', ...options };
  try {
    readOptions((key) => context[key.replace('oncall:', '')]);
    return true;
  } catch (error) {
    if (error instanceof InvalidOptions) return false;
    throw error;
  }
}
