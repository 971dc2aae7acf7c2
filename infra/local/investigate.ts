import { runInvestigate } from '../../bot/cli.ts';
import { openInProcessGateway } from './in-process-gateway.ts';
import { openLiveGateway } from './live/live-gateway.ts';
import { readLive } from './live/read-live.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runInvestigate(process.argv.slice(2), {
  openSnapshot: openInProcessGateway,
  openLive: (file) => openLiveGateway(readLive(file)),
  // npm changes into the project's folder; INIT_CWD is where it was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  write: (text) => process.stdout.write(text),
  complain: (line) => process.stderr.write(`${line}\n`),
});
