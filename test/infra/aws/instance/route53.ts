import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Route53 {
  readonly endpoint: string;
  /** Each change as `action type name`. */
  readonly changes: readonly string[];
  stop(): Promise<void>;
}

const XML = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';

/** Route 53, as far as certbot's plugin goes: one zone, whose TXT records a test name server then answers with. */
export async function startRoute53(zone: { id: string; name: string }, names: string): Promise<Route53> {
  const changes: string[] = [];
  const tell = (path: string, body: unknown) =>
    fetch(`${names}${path}`, { method: 'POST', body: JSON.stringify(body) });
  const info = (status: string) =>
    `<ChangeInfo><Id>/change/C1</Id><Status>${status}</Status><SubmittedAt>2026-01-01T00:00:00Z</SubmittedAt></ChangeInfo>`;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const answer = (xml: string) => response.writeHead(200, { 'content-type': 'text/xml' }).end(xml);
    if (request.method === 'GET' && request.url?.endsWith('/hostedzone')) {
      const found = `<HostedZone><Id>/hostedzone/${zone.id}</Id><Name>${zone.name}.</Name><CallerReference>r</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone>`;
      return answer(
        `<ListHostedZonesResponse ${XML}><HostedZones>${found}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>`,
      );
    }
    if (request.method === 'POST' && request.url?.includes(`/hostedzone/${zone.id}/rrset`)) {
      const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';
      const [action, type, name, value] = ['Action', 'Type', 'Name', 'Value'].map(part);
      changes.push(`${action} ${type} ${name}`);
      const host = `${name?.replace(/\.$/, '')}.`;
      if (action === 'DELETE') await tell('/clear-txt', { host });
      else await tell('/set-txt', { host, value: value?.replace(/^"|"$|&quot;/g, '') });
      return answer(`<ChangeResourceRecordSetsResponse ${XML}>${info('PENDING')}</ChangeResourceRecordSetsResponse>`);
    }
    if (request.url?.includes('/change/C1')) {
      return answer(`<GetChangeResponse ${XML}>${info('INSYNC')}</GetChangeResponse>`);
    }
    return response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    changes,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Leads the SDK of certbot's plugin, which in Debian reads no endpoint from its environment, to `ROUTE53_ENDPOINT`. */
export const SITECUSTOMIZE = `
import os
import botocore.session
original = botocore.session.Session.create_client
def create_client(self, service_name, *args, **kwargs):
    if service_name == 'route53':
        kwargs['endpoint_url'] = os.environ['ROUTE53_ENDPOINT']
    return original(self, service_name, *args, **kwargs)
botocore.session.Session.create_client = create_client
`;
