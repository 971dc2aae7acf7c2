import { type Architecture, nodes } from '../architecture.ts';
import { call, engine, service } from '../build-parts.ts';
import type { Part, Runtime } from '../part.ts';

const TEAMS = ['storefront', 'orders', 'search', 'billing', 'identity'] as const;
const WORDS = ['api', 'core', 'sync', 'rules', 'export', 'feed', 'views', 'tasks', 'audit'] as const;
const RUNTIMES: readonly Runtime[] = ['go', 'jvm', 'node', 'python'];

/** 45 services of five teams, each in a namespace of its own, in three layers; a database for each team. */
export const manyNamespaces: Architecture = {
  id: 'many-namespaces',
  title: '45 services in five namespaces',
  linesPerMinute: 0.3,
  build(names, random) {
    const parts: Part[] = [];
    const shift = random.whole(0, 3);
    for (const [t, team] of TEAMS.entries()) {
      const namespace = `${names.namespace}-${team}`;
      const database = `${team}-db`;
      for (const [w, word] of WORDS.entries()) {
        const role = `${team}-${word}`;
        const runtime = RUNTIMES[(t + w + shift) % RUNTIMES.length]!;
        // Three layers: the first calls the second of its own and of the next team, the second the third.
        const below =
          w < 3
            ? [
                call(`${team}-${WORDS[3 + w]}`, 0.8),
                call(`${TEAMS[(t + 1) % TEAMS.length]}-${WORDS[6 + w]}`, 0.3, false),
              ]
            : w < 6
              ? [call(`${team}-${WORDS[3 + w]}`, 0.9)]
              : [];
        parts.push(
          service({ role, name: `${team}-${word}`, namespace }, runtime, {
            entryRps: w < 3 ? random.between(3, 14) : 0,
            ownMs: random.between(4, 24),
            replicas: w === 0 ? 2 : 1,
            calls: w % 3 === 1 || w >= 6 ? [...below, call(database, 1)] : below,
            routes: [`/${word}/{id}`],
          }),
        );
      }
      parts.push(
        engine({ role: database, name: database, namespace }, 'database', t % 2 === 0 ? 'postgresql' : 'mysql', {}),
      );
    }
    return {
      platform: 'kubernetes',
      cluster: names.cluster,
      labels: 'service-monitor',
      logs: 'ndjson',
      metrics: 'matrix',
      mesh: false,
      topology: random.chance(0.7),
      step: 60,
      points: 75,
      nodes: nodes(6, random, 8, 32),
      parts,
    };
  },
};
