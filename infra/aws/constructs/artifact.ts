import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
/** What runs on an instance; dependencies come from the lock file. */
const PARTS = ['bot', 'backends', 'schemas', 'infra/aws/instance', 'package.json', 'package-lock.json'];

let staged: string | undefined;

/** A folder that holds what runs on an instance, and nothing else; made once in a process. */
function stageArtifact(): string {
  if (staged !== undefined) return staged;
  staged = mkdtempSync(join(tmpdir(), 'artifact-'));
  for (const part of PARTS) cpSync(join(REPOSITORY, part), join(staged, part), { recursive: true });
  return staged;
}

/** The application as a versioned object: its name is made from its content, and an instance names the one it runs. */
export class Artifact extends Construct {
  readonly asset: assets.Asset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.asset = new assets.Asset(this, 'Asset', { path: stageArtifact() });
  }
}
