import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createDeployment } from '../../../infra/aws/deployment.ts';
import { readOptions } from '../../../infra/aws/options.ts';

// A synthesis takes a second, and many on a machine that has much else to do.

/** A zone of documentation, for the options that need one. */
export const ZONE = { hostedZoneId: 'Z0123456789ABC', hostedZoneName: 'example.com' };

export interface Synthesis {
  readonly foundation: Template;
  readonly identity: Template;
  readonly agentcore: Template;
  readonly service: Template;
  readonly monitoring: Template;
  readonly all: readonly Template[];
  /** The folder of the templates. */
  readonly folder: string;
}

const known = new Map<string, Synthesis>();

/** Synthesizes a deployment in this process, rules of cdk-nag included; the same options are done once in a file.
 * `validated`: with CDK's own check of templates against all resource types, which takes seconds. */
export function synthesize(given: Readonly<Record<string, unknown>> = {}, validated = false): Synthesis {
  const context: Record<string, unknown> = { domain: 'oncall.example.com', ...given };
  const key = JSON.stringify([context, validated]);
  const done = known.get(key);
  if (done !== undefined) return done;
  const folder = mkdtempSync(join(tmpdir(), 'synthesis-'));
  // Stack traces of constructs cost more than the synthesis itself.
  const app = new App({
    outdir: folder,
    stackTraces: false,
    analyticsReporting: false,
    builtinCloudFormationValidation: validated,
  });
  const stacks = createDeployment(
    app,
    readOptions((name) => context[name.replace('oncall:', '')]),
  );
  app.synth();
  const { foundation, identity, agentcore, service, monitoring } = stacks;
  const [a, b, c, d, e] = [foundation, identity, agentcore, service, monitoring].map((stack) =>
    Template.fromStack(stack),
  );
  const made: Synthesis = {
    foundation: a!,
    identity: b!,
    agentcore: c!,
    service: d!,
    monitoring: e!,
    all: [a!, b!, c!, d!, e!],
    folder,
  };
  known.set(key, made);
  return made;
}

/** The resources of a type, as `[logical id, properties]`. */
export function resources(template: Template, type: string): [string, Record<string, unknown>][] {
  return Object.entries(template.findResources(type)).map(([id, found]) => [
    id,
    found.Properties as Record<string, unknown>,
  ]);
}
