/**
 * Judges the search for the start of a fault on made-up applications: `node test/bench/fault-propagation.ts [incidents]
 * [first seed] [-v]`. Only incidents that an alert would have noticed count. Prints one JSON line: component@1 and hit@3 over
 * all, by kind of fault and by calls between the complaint and the cause, and the milliseconds an incident takes.
 */
import { metricAnalyzers } from '../../bot/engine/analyzers/metrics/index.ts';
import { modelIncident } from '../support/application-model.ts';
import { evidenceOf } from '../support/modelled-evidence.ts';

const NOTICEABLE = 3;
const incidents = Number(process.argv[2] ?? 300);
const first = Number(process.argv[3] ?? 1);
const verbose = process.argv.includes('-v');

interface Score {
  n: number;
  first: number;
  three: number;
}
const scores = new Map<string, Score>();
let judged = 0;
let milliseconds = 0;
for (let seed = first; judged < incidents; seed++) {
  const incident = modelIncident({ seed });
  if (incident.visibility < NOTICEABLE) continue;
  judged++;
  const evidence = evidenceOf(incident);
  const started = performance.now();
  const findings = metricAnalyzers.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings.filter(({ cause }) => cause !== undefined) : [];
  });
  milliseconds += performance.now() - started;
  const order = [...new Set(findings.toSorted((a, b) => b.strength - a.strength).map(({ component }) => component))];
  const place = order.indexOf(`service/${incident.root}`);
  for (const key of ['all', incident.fault, `depth ${Math.min(4, incident.depth)}`]) {
    const score = scores.get(key) ?? { n: 0, first: 0, three: 0 };
    scores.set(key, score);
    score.n++;
    if (place === 0) score.first++;
    if (place >= 0 && place < 3) score.three++;
  }
  if (verbose && place !== 0) {
    const got = order.slice(0, 3).join(' ');
    console.error(`seed ${seed} ${incident.fault} want service/${incident.root} depth ${incident.depth} got ${got}`);
  }
}
const share = (count: number, n: number) => Number((count / n).toFixed(3));
const table = [...scores].sort(([a], [b]) => (a < b ? -1 : 1));
console.log(
  JSON.stringify({
    bench: 'fault-propagation',
    incidents,
    scores: Object.fromEntries(
      table.map(([key, { n, first: top, three }]) => [
        key,
        { n, 'component@1': share(top, n), 'hit@3': share(three, n) },
      ]),
    ),
    msPerIncident: Number((milliseconds / incidents).toFixed(2)),
  }),
);
