/** `npm run bench lab`: a live lab, its faults, and what is answered to each from its own alert. */
import { runLabBench } from '../../infra/lab/bench/run.ts';

process.exitCode = await runLabBench(process.argv.slice(2));
