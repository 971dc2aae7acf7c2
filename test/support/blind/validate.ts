/** Checks a written set for consistency: node test/support/blind/validate.ts DIR. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkMetrics } from './core/check-metrics.ts';
import type { Truth } from './core/model.ts';

const dir = process.argv[2] ?? '';
const truth = JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8')) as Record<string, Truth>;
const files = (path: string): string[] =>
  readdirSync(path).flatMap((f) => (statSync(join(path, f)).isDirectory() ? files(join(path, f)) : [join(path, f)]));
let wrong = 0;
const say = (folder: string, text: string): void => {
  wrong += 1;
  console.log(`${folder}: ${text}`);
};
const times = /\b(2026-\d\d-\d\d[T ]\d\d:\d\d:\d\d)/;

interface Item {
  kind: string;
  metadata: { name: string; creationTimestamp?: string; namespace?: string; labels?: Record<string, string> };
  spec?: { nodeName?: string; selector?: Record<string, string>; serviceAccountName?: string };
  status?: { conditions?: { type: string; status: string }[]; phase?: string };
  involvedObject?: { kind: string; name: string };
  firstTimestamp?: string;
  lastTimestamp?: string;
  subsets?: { addresses?: { targetRef: { name: string } }[] }[];
}

function checkObjects(folder: string, items: Item[], end: number): void {
  const names = (kind: string): Set<string> =>
    new Set(items.filter((i) => i.kind === kind).map((i) => i.metadata.name));
  const nodes = names('Node');
  const pods = new Map(items.filter((i) => i.kind === 'Pod').map((p) => [p.metadata.name, p]));
  for (const pod of pods.values()) {
    if (pod.spec?.nodeName && !nodes.has(pod.spec.nodeName))
      say(folder, `pod ${pod.metadata.name} on unknown node ${pod.spec.nodeName}`);
  }
  for (const item of items) {
    for (const at of [item.metadata.creationTimestamp, item.firstTimestamp, item.lastTimestamp]) {
      if (at && Date.parse(at) / 1000 > end) say(folder, `${item.kind} ${item.metadata.name}: ${at} is after the end`);
    }
    if (item.kind === 'Event') {
      if (Date.parse(item.firstTimestamp!) > Date.parse(item.lastTimestamp!))
        say(folder, `event ${item.metadata.name} ends before it begins`);
      const { kind, name } = item.involvedObject!;
      if (!names(kind).has(name)) say(folder, `event about ${kind} ${name}, which is not there`);
    }
    for (const address of item.subsets?.[0]?.addresses ?? []) {
      const pod = pods.get(address.targetRef.name);
      if (!pod?.status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'))
        say(folder, `endpoint of pod ${address.targetRef.name}, which is not ready`);
    }
  }
}

for (const [folder, answer] of Object.entries(truth)) {
  const base = join(dir, folder);
  const snapshot = JSON.parse(readFileSync(join(base, 'snapshot.json'), 'utf8')) as { capturedAt: string };
  const end = Date.parse(snapshot.capturedAt) / 1000;
  const texts = files(base).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const items: Item[] = [];
  for (const { path, text } of texts) {
    try {
      if (path.endsWith('.json')) {
        const value = JSON.parse(text) as { items?: Item[] };
        if (path.includes('/kubernetes/')) items.push(...(value.items ?? []));
      } else if (path.endsWith('.ndjson')) for (const line of text.trim().split('\n')) JSON.parse(line);
    } catch (error) {
      say(folder, `${path}: ${String(error)}`);
    }
    if (/undefined|NaN|\[object Object\]/.test(text.replace(/properties of undefined/g, '')))
      say(folder, `${path} holds undefined or NaN`);
    if (!path.includes('/logs/')) continue;
    for (const line of text.split('\n')) {
      const at = times.exec(line)?.[1];
      const seconds = at ? Date.parse(`${at.replace(' ', 'T')}Z`) / 1000 : end;
      if (seconds > end + 1 || seconds < end - 7300)
        say(folder, `${path}: ${line.slice(0, 80)} is outside of the window`);
      if (/\{(n|hex|ip|ms|id|uuid|iso)\}/.test(line)) say(folder, `${path}: ${line.slice(0, 80)} has a token left`);
    }
  }
  checkObjects(folder, items, end);
  const metrics = join(base, 'metrics.om');
  if (existsSync(metrics)) for (const problem of checkMetrics(readFileSync(metrics, 'utf8'), end)) say(folder, problem);
  const evidence = texts.filter((t) => !t.path.endsWith('snapshot.json'));
  if (answer.quote && !evidence.some((t) => new RegExp(answer.quote).test(t.text)))
    say(folder, `nothing matches ${answer.quote}`);
  for (const component of answer.components) {
    const name = component.split('/')[1]!;
    if (!evidence.some((t) => t.text.includes(name) || t.path.includes(name))) say(folder, `${component} is nowhere`);
  }
}
const faults = Object.values(truth).filter((t) => t.verdicts.includes('fault'));
const codes = new Map<string, number>();
for (const code of faults.flatMap((t) => t.causes)) codes.set(code, (codes.get(code) ?? 0) + 1);
console.log(`${faults.length} faults, ${codes.size} codes, ${Object.keys(truth).length} folders, ${wrong} wrong`);
console.log([...codes].filter(([, n]) => n > 2));
process.exitCode = wrong ? 1 : 0;
