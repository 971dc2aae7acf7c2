import { App } from 'aws-cdk-lib';
import { createDeployment } from './deployment.ts';
import { InvalidOptions, readOptions } from './options.ts';

/** The CDK program: `cdk --app 'node infra/aws/app.ts' synth -c oncall:domain=oncall.example.com`. */
const app = new App();
try {
  createDeployment(
    app,
    readOptions((key) => app.node.tryGetContext(key)),
  );
} catch (error) {
  if (!(error instanceof InvalidOptions)) throw error;
  process.stderr.write(`The options cannot be used:\n${error.message}\n`);
  process.exit(2);
}
