import { podEvent, rolloutEvents } from '../kubernetes/events.ts';
import { renewPods } from '../kubernetes/renew.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { drive, podsOf, type Scene, workloadOf } from '../scene.ts';

/** What goes on in any system on any day and harms nobody: the same in a world and in its healthy twin. */
export function innocentNoise(scene: Scene): void {
  const { random, system } = scene;
  const services = system.parts.filter(({ runtime }) => runtime !== undefined);
  alwaysFiring(scene);
  for (const part of services) if (random.chance(0.25)) innocentChange(scene, part);
  if (random.chance(0.6) && system.platform === 'kubernetes') innocentRollout(scene, random.pick(services));
  if (random.chance(0.45)) blip(scene, random.pick(services));
  if (random.chance(0.5)) scrapeGap(scene);
  if (random.chance(0.4)) oldRestart(scene, random.pick(services));
  for (const part of services) if (random.chance(0.5)) standingLines(scene, part);
}

function alwaysFiring(scene: Scene): void {
  const { random, axis, alerts } = scene;
  const since = axis.end - random.whole(4, 40) * 86_400;
  alerts.push({
    name: 'Watchdog',
    severity: 'none',
    labels: {},
    summary: 'An alert that should always be firing to certify that Alertmanager is working properly.',
    startsAt: since,
  });
  if (random.chance(0.4))
    alerts.push({
      name: 'InfoInhibitor',
      severity: 'none',
      labels: { namespace: 'kube-system' },
      summary: 'Info-level alert inhibition.',
      startsAt: since + 900,
    });
  if (scene.system.platform === 'kubernetes' && random.chance(0.5))
    alerts.push({
      name: 'CPUThrottlingHigh',
      severity: 'info',
      labels: { namespace: 'kube-system', pod: 'node-exporter-8xk2p', container: 'node-exporter' },
      summary: 'Processes experience elevated CPU throttling.',
      startsAt: since + 3_000,
    });
}

const SUMMARIES = [
  ['Tidy imports', ['src/util/dates.ts']],
  ['Bump test dependencies', ['package-lock.json']],
  ['Describe the retry rules', ['docs/retries.md']],
  ['Rename a private method', ['src/main/java/com/example/app/Money.java']],
  ['Add a dashboard panel', ['dashboards/overview.json']],
  ['Translate the footer', ['locales/de.json']],
] as const;

function innocentChange(scene: Scene, part: Part): void {
  const { random, axis } = scene;
  const [summary, files] = random.pick(SUMMARIES);
  scene.changes.push({
    time: axis.end - random.whole(4, 150) * 60,
    kind: random.pick(['commit', 'commit', 'deploy'] as const),
    service: part.name,
    id: commitId(scene),
    summary,
    author: random.pick(['dana', 'imre', 'li', 'noor', 'sam']),
    files: [...files],
  });
}

export function commitId(scene: Scene): string {
  return Array.from({ length: 8 }, () => scene.random.whole(0, 15).toString(16)).join('');
}

/** A rollout within the recording that goes well. */
function innocentRollout(scene: Scene, part: Part): void {
  const { random, axis } = scene;
  const workload = workloadOf(scene, part);
  const time = axis.end - random.whole(18, 85) * 60;
  workload.previousImage = workload.image;
  workload.image = `${part.image}:1.0.${random.whole(1, 9)}`;
  renewPods(scene, part, time);
  rolloutEvents(scene, workload, podsOf(scene, part));
  const [pod] = podsOf(scene, part);
  if (pod !== undefined && random.chance(0.5))
    podEvent(
      scene,
      pod,
      'Unhealthy',
      `Readiness probe failed: Get "http://${pod.ip}:${part.port}/ready": dial tcp ${pod.ip}:${part.port}: connect: connection refused`,
      { first: pod.createdAt + 6, last: pod.createdAt + 11, count: 2 },
    );
  scene.changes.push({
    time,
    kind: 'deploy',
    service: part.name,
    id: commitId(scene),
    summary: `Release ${workload.image.split(':').at(-1)}`,
    author: 'ci',
    files: ['CHANGELOG.md'],
  });
}

/** One or two minutes in which something was a little slower, long over. */
function blip(scene: Scene, part: Part): void {
  const { random, axis } = scene;
  const course = new Float64Array(axis.points);
  const at = random.whole(8, axis.points - 35);
  course[at] = 1;
  if (random.chance(0.4)) course[at + 1] = 0.6;
  drive(scene, part, 'latencyFactor', { course }, random.between(1.3, 1.9));
}

function scrapeGap(scene: Scene): void {
  const { random, axis } = scene;
  if (scene.pods.length === 0) return;
  const pod = random.pick(scene.pods);
  const at = random.whole(5, axis.points - 20);
  for (let i = at; i < at + random.whole(2, 4); i++) pod.unscraped[i] = 1;
}

/** A pod that was restarted once, days ago. */
function oldRestart(scene: Scene, part: Part): void {
  const [pod] = podsOf(scene, part);
  const { random, axis } = scene;
  if (pod === undefined || axis.end - pod.createdAt < 2 * 86_400) return;
  const at = pod.createdAt + random.whole(3_600, 86_400);
  pod.lastTerminated = { reason: 'Error', exitCode: random.pick([143, 1]), at, seconds: at - pod.createdAt };
  pod.restarts.unshift(at + 12);
}

const STANDING: Readonly<Record<string, readonly [level: 'warn' | 'error', text: string][]>> = {
  jvm: [
    [
      'warn',
      "Resolved [org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'HEAD' is not supported]",
    ],
    ['error', 'Exception while writing response: java.io.IOException: Broken pipe (client gone)'],
    ['warn', 'Cookie "theme" rejected: illegal domain attribute'],
  ],
  go: [
    ['warn', 'token cache miss, falling back to introspection'],
    ['error', 'write response: write: broken pipe'],
  ],
  node: [
    [
      'warn',
      '(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated. Please use a userland alternative instead.',
    ],
    ['error', 'request aborted by client'],
  ],
  python: [
    ['warn', 'Invalid HTTP request received.'],
    ['error', 'client disconnected before the response was complete'],
  ],
  celery: [
    ['warn', 'Substantial drift from celery@default may mean clocks are out of sync.  Current drift is 16 seconds.'],
  ],
};

/** Warnings and errors that have been there as often as now for as long as anybody looked. */
function standingLines(scene: Scene, part: Part): void {
  const lines = STANDING[part.runtime!];
  if (lines === undefined) return;
  const [level, text] = scene.random.pick(lines);
  if (text.includes('drift') && scene.random.chance(0.9)) return;
  say(scene, part, { perMinute: scene.random.between(0.05, 0.3), level }, () => text);
}
