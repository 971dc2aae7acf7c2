import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { createAgentCoreGateways } from './adapters/agentcore/gateway.ts';
import { awsClientOptions } from './adapters/aws-client.ts';
import { createCognitoIdentity } from './adapters/cognito/identity.ts';
import { createThreadedEngine } from './adapters/engine/threaded-engine.ts';
import { type RuntimeConfig, readRuntimeConfig } from './config.ts';
import { examine } from './investigation/investigate.ts';
import { withRedactedAnswers } from './investigation/redacting.ts';
import { systemClock } from './ports/clock.ts';
import { createRedaction } from './redaction/redactor.ts';
import { createRuntimeApp } from './runtime/app.ts';
import { withToldCalls } from './runtime/told-calls.ts';
import { createLog } from './server/log.ts';
import { composeKnowledge } from './wiring/explaining.ts';

// The examination by itself, as an AgentCore Runtime runs it: no Slack, no database.

async function main(): Promise<void> {
  let config: RuntimeConfig;
  try {
    config = readRuntimeConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
  const log = createLog(config.logLevel);
  const clock = systemClock;
  const identity = createCognitoIdentity({
    client: new CognitoIdentityProviderClient(awsClientOptions(config.awsRegion)),
    ...config.cognito,
    ...config.access,
    clock,
  });
  const gateways = createAgentCoreGateways({ url: config.gatewayUrl, identity, clock });
  const redaction = createRedaction(config.redaction);
  const engine = createThreadedEngine({
    onError: (error) => log.error({ err: error }, 'the engine’s thread broke and is replaced'),
  });
  const redacted = withRedactedAnswers(examine, redaction);
  const knowing = composeKnowledge(config, redaction);
  const app = createRuntimeApp({
    clock,
    onError: (error) => log.warn({ err: error, kind: error.kind }, 'invocation failed'),
    async examine(actor, request, on, signal) {
      const gateway = withToldCalls(gateways.connect(actor), on.called);
      try {
        return await redacted({ gateway, clock, engine, ...knowing }, request, on, signal);
      } finally {
        await gateway.close();
      }
    },
  });
  const address = await app.listen({ host: config.host, port: config.port });
  log.info({ address }, 'listening');
  const end = async (signal: string) => {
    log.info({ signal }, 'ending');
    await app.close();
    await gateways.close();
    await engine.close();
    process.exit(0);
  };
  process.once('SIGTERM', end).once('SIGINT', end);
}

main().catch((error) => {
  createLog('error').fatal({ err: error }, 'could not start');
  process.exit(1);
});
