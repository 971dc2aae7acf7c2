import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { BundledFunction } from './bundled-function.ts';

export interface AppSecretsProps {
  readonly name: string;
  readonly key: kms.IKey;
  /** The way to the backends, on which the rotation tries a new key. */
  readonly tools: { readonly host: string; readonly domain: string };
  readonly vpc: ec2.IVpc;
  readonly upkeep: ec2.ISecurityGroup;
}

/** Secrets of the application: the backends' API key, which rotates, the challenge secret, and Slack's, made by hand. */
export class AppSecrets extends Construct {
  /** `{"apiKey": "…"}`: what the gateway presents and the backends expect. */
  readonly backendKey: secretsmanager.Secret;
  /** Makes a new key each month; where it fails, the old one stays in use. */
  readonly rotation: lambda.IFunction;
  /** Shared by the bot and the verifying trigger alone. */
  readonly challenge: secretsmanager.Secret;
  /** `{"botToken": "…", "signingSecret": "…"}`; it is there before the first deployment. */
  readonly slack: secretsmanager.ISecret;

  constructor(scope: Construct, id: string, props: AppSecretsProps) {
    super(scope, id);
    this.backendKey = new secretsmanager.Secret(this, 'BackendKey', {
      description: 'API key between the AgentCore Gateway and the backends',
      encryptionKey: props.key,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: 'apiKey',
        passwordLength: 48,
        excludePunctuation: true,
      },
    });
    const rotation = new BundledFunction(this, 'RotateBackendKey', {
      description: 'Makes a new API key for the backends',
      entry: join(import.meta.dirname, '..', 'rotation', 'backend-key.ts'),
      // It waits until the backends take the new key.
      timeout: Duration.minutes(15),
      environment: { TOOLS_HOST: props.tools.host, DOMAIN: props.tools.domain },
      inside: { vpc: props.vpc, securityGroup: props.upkeep },
    });
    this.rotation = rotation.function;
    this.backendKey.addRotationSchedule('Monthly', {
      rotationLambda: rotation.function,
      automaticallyAfter: Duration.days(30),
      // At the first deployment there is no backend yet that could take a new key.
      rotateImmediatelyOnUpdate: false,
    });
    this.challenge = new secretsmanager.Secret(this, 'Challenge', {
      description: 'Shared by the bot and the trigger that verifies its answers',
      encryptionKey: props.key,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(this.challenge, {
      SMG4: 'The trigger reads it at deployment; a rotation between deployments would refuse every sign-in.',
    });
    this.slack = secretsmanager.Secret.fromSecretNameV2(this, 'Slack', `${props.name}/slack`);
  }
}
