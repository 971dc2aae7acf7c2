import { runInvestigate } from '../../bot/cli.ts';
import { openInProcessGateway } from './in-process-gateway.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runInvestigate(process.argv.slice(2), {
  openSnapshot: openInProcessGateway,
  // npm changes into the project's folder; INIT_CWD is where it was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  write: (text) => process.stdout.write(text),
  complain: (line) => process.stderr.write(`${line}\n`),
});
