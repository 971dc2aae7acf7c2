import type { ErrorText } from './error-text.ts';

/** What resolvers print when a name is not resolved. Source: glibc's and musl's gai_strerror, Go's net/dnsclient, libuv, the JDK, c-ares, CoreDNS. */
export const DNS: readonly ErrorText[] = [
  {
    id: 'dns-no-answer',
    pattern: String.raw`\bEAI_AGAIN\b|temporary failure in name resolution|\bserver misbehaving\b|\bSERVFAIL\b|lookup [\w.-]+(?: on \S+)?: (?:read|dial|write) udp [^\n]{0,120}(?:i/o timeout|connection refused|network is unreachable)|DNS (?:query|resolution) timed out|DnsNameResolverTimeoutException|Try again: getaddrinfo|DNS server returned (?:answer with no data|general failure)|Could not contact DNS servers`,
    example: 'Error: getaddrinfo EAI_AGAIN registry.npmjs.org',
    nearMiss: 'resolved registry.npmjs.org in 4 ms',
    meaning: 'gets no answer from its name server',
    cause: 'dns_resolution_failure',
    blamed: 'writer',
    strength: 0.6,
    recurs: 2,
  },
  {
    id: 'dns-unknown-name',
    pattern: String.raw`\bno such host\b|\bENOTFOUND\b|name or service not known|nodename nor servname provided|UnknownHostException|could not translate host ?name|Could not resolve host|Name does not resolve|No such host is known|getaddrinfo failed|getaddrinfo: (?:Name|No address)|No address associated with hostname|\bNXDOMAIN\b|Unknown (?:MySQL )?server host|Domain name not found|failed to lookup address information|Host not found \(authoritative\)|(?:unable|failed) to resolve (?:host(?:name)? )?['"]?[\w-]+\.[\w.-]+`,
    unless: String.raw`\bA record\b.*answered|EAI_AGAIN|temporary failure`,
    example: 'dial tcp: lookup cartt on 10.96.0.10:53: no such host',
    nearMiss: 'host cart is up',
    meaning: 'calls a name that its name server does not know',
    cause: 'dns_resolution_failure',
    blamed: 'writer',
    strength: 0.5,
    hint: true,
    recurs: 2,
  },
  {
    id: 'coredns-upstream',
    pattern: String.raw`plugin/errors: \d \S+ \w+: (?:read|dial|write) (?:udp|tcp) [^\n]{0,120}(?:i/o timeout|connection refused|no route to host)`,
    example: '[ERROR] plugin/errors: 2 api.cards.example. A: read udp 10.1.0.4:51009->10.0.0.2:53: i/o timeout',
    nearMiss:
      '[INFO] 10.1.0.4:51009 - 7 "A IN cart.shop.svc.cluster.local. udp 54 false 512" NOERROR qr,aa,rd 106 0.0002s',
    meaning: 'gets no answer from the name server above it',
    cause: 'dns_resolution_failure',
    blamed: 'writer',
    strength: 0.7,
    recurs: 3,
  },
  {
    id: 'coredns-loop',
    pattern: String.raw`plugin/loop: Loop \([^\n]{0,80}\) detected`,
    example:
      '[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :1053) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting.',
    nearMiss: '[INFO] plugin/reload: Running configuration SHA512 = 1f2e',
    meaning: 'asks itself in a circle and ends',
    cause: 'coredns_unavailable',
    blamed: 'writer',
    strength: 0.9,
    anyLevel: true,
  },
  {
    id: 'coredns-configuration',
    pattern: String.raw`Corefile:\d+ - Error during parsing|plugin/\w+: (?:Unknown|unknown) (?:directive|property)`,
    example: "/etc/coredns/Corefile:12 - Error during parsing: Unknown directive 'forwrd'",
    nearMiss: '[INFO] plugin/kubernetes: waiting for Kubernetes API before starting server',
    meaning: 'has a configuration that it cannot read',
    cause: 'coredns_unavailable',
    blamed: 'writer',
    strength: 0.85,
    anyLevel: true,
  },
];
