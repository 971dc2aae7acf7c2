import { fileURLToPath } from 'node:url';
import { connectionsExhausted } from './faults/connections-exhausted.ts';
import { memoryLeak } from './faults/memory-leak.ts';
import { memoryLimit } from './faults/memory-limit.ts';
import { slowQueryDeploy } from './faults/slow-query-deploy.ts';
import { healthyScenario } from './healthy.ts';
import type { Random } from './random.ts';
import { type Scenario, writeScenario } from './scenario.ts';

/** The samples that ship with the project: what is wrong in each, and the right answer. */
export const SAMPLES: readonly {
  readonly name: string;
  readonly seed: number;
  readonly fault: (scenario: Scenario, random: Random) => void;
  readonly truth: { readonly component: string; readonly cause: string; readonly change?: string };
}[] = [
  {
    name: 'checkout-slow',
    seed: 11,
    fault: slowQueryDeploy,
    truth: { component: 'service/seats', cause: 'bad_deploy', change: '7d3e91c' },
  },
  {
    name: 'suggestions-killed',
    seed: 23,
    fault: memoryLimit,
    truth: { component: 'service/suggestions', cause: 'oom_killed' },
  },
  {
    name: 'bookings-fail',
    seed: 37,
    fault: connectionsExhausted,
    truth: { component: 'service/seats-db', cause: 'database_connection_exhausted' },
  },
  {
    name: 'payments-leak',
    seed: 41,
    fault: memoryLeak,
    truth: { component: 'service/payments', cause: 'memory_leak' },
  },
];

/** A sample with its fault, or without it: the same night, and nothing wrong. */
export function buildSample(sample: (typeof SAMPLES)[number], options: { readonly faulty: boolean }): Scenario {
  const { scenario, random } = healthyScenario(sample.seed);
  if (options.faulty) sample.fault(scenario, random);
  return scenario;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const sample of SAMPLES) {
    writeScenario(
      fileURLToPath(new URL(`./snapshots/${sample.name}`, import.meta.url)),
      buildSample(sample, { faulty: true }),
    );
  }
}
