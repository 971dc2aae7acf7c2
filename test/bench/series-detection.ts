/**
 * Times change detection on made-up series: `node test/bench/series-detection.ts [series] [points]`. Prints one JSON line.
 * A fifth of the series are daily waves, a fifth counters, a fifth hold a shift, a fifth heavy-tailed, a fifth plain noise.
 */
import { summarizeSeries } from '../../backends/metrics/detection/index.ts';

const series = Number(process.argv[2] ?? 10_000);
const points = Number(process.argv[3] ?? 1_440);
const end = 1_800_000_000;
const window = { start: end - 3_600, end };
const timestamps = Float64Array.from({ length: points }, (_, i) => end - (points - 1 - i) * 60);

let state = 12_345;
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
const noise = () => random() + random() + random() + random() - 2;

const made = Array.from({ length: 50 }, (_, s) => {
  let total = 0;
  return Float64Array.from({ length: points }, (_, i) => {
    switch (s % 5) {
      case 0:
        return 100 + 40 * Math.sin((i / 1_440) * 2 * Math.PI) + 5 * noise();
      case 1:
        total += 10 + 3 * noise();
        return total;
      case 2:
        return (i > points - 90 ? 30 : 10) + noise();
      case 3:
        return 5 / (0.02 + random());
      default:
        return 10 + noise();
    }
  });
});

let changed = 0;
const started = process.hrtime.bigint();
const busyBefore = process.cpuUsage();
for (let s = 0; s < series; s++) {
  const kind = s % 50;
  const name = kind % 5 === 1 ? 'requests_total' : 'latency_seconds';
  const type = kind % 5 === 1 ? 'counter' : 'gauge';
  const summary = summarizeSeries({ name, labels: {}, type, timestamps, values: made[kind]! }, window);
  if (summary.changes.length > 0) changed++;
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
// Processor time beside the clock's: on a shared machine only the former says what the code costs.
const busy = process.cpuUsage(busyBefore);
const cpuSeconds = Number(((busy.user + busy.system) / 1e6).toFixed(3));
const rssMb = Math.round(process.memoryUsage().rss / 2 ** 20);
console.log(
  JSON.stringify({
    bench: 'series-detection',
    series,
    points,
    seconds: Number(seconds.toFixed(3)),
    cpuSeconds,
    changed,
    rssMb,
  }),
);
