import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MANIFEST = join(import.meta.dirname, '..', '..', '..', 'bot', 'slack', 'manifest.yaml');

/** The manifest of the Slack app for a domain, as YAML, which Slack's page "From a manifest" takes. */
export function slackManifest(domain: string): string {
  return readFileSync(MANIFEST, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('https://bot.example.com/', `https://${domain}/`);
}
