import dns from 'node:dns';

/**
 * Lets every library of this process resolve names as in a pod: by the cluster's name server and its search domains.
 * What cannot be resolved fails with the words of getaddrinfo.
 */
export function resolveByCluster(server: string, searchDomains: readonly string[]): void {
  const resolver = new dns.promises.Resolver({ timeout: 1000, tries: 2 });
  resolver.setServers([server]);
  const resolve = async (name: string): Promise<string> => {
    let last: NodeJS.ErrnoException | undefined;
    for (const full of [...searchDomains.map((domain) => `${name}.${domain}`), name]) {
      try {
        return (await resolver.resolve4(full))[0] as string;
      } catch (error) {
        last = error as NodeJS.ErrnoException;
        if (last.code !== 'ENOTFOUND') break;
      }
    }
    const code = last?.code === 'ENOTFOUND' ? 'ENOTFOUND' : 'EAI_AGAIN';
    throw Object.assign(new Error(`getaddrinfo ${code} ${name}`), { code, syscall: 'getaddrinfo', hostname: name });
  };
  const system = dns.lookup;
  const lookup = (name: string, options: unknown, callback: unknown): void => {
    const done = (callback ?? options) as (error: Error | null, address?: unknown, family?: number) => void;
    const all = typeof options === 'object' && options !== null && (options as { all?: boolean }).all === true;
    if (/^[\d.]+$|^localhost$|:/.test(name)) {
      (system as unknown as typeof lookup)(name, options, callback);
      return;
    }
    resolve(name).then(
      (address) => (all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)),
      (error: Error) => done(error),
    );
  };
  dns.lookup = lookup as unknown as typeof dns.lookup;
}
