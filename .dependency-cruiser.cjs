/** Which room may import which. Arrows point inward; vendor SDKs stay in the rooms made for them. */
const vendorSdks =
  'node_modules/(@aws-sdk|@slack|@modelcontextprotocol|@kubernetes|pg|kysely|@dbos-inc|@opentelemetry)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^bot/domain/' },
      to: { pathNot: ['^bot/domain/', '^(util|crypto)$'] },
    },
    {
      name: 'ports-import-domain-only',
      severity: 'error',
      from: { path: '^bot/ports/' },
      to: { pathNot: ['^bot/(domain|ports)/'] },
    },
    {
      name: 'investigation-imports-inward',
      comment: 'The durable run knows the domain, the engine, the ports, the wording and the generated contract types.',
      severity: 'error',
      from: { path: '^bot/investigation/' },
      to: { path: ['^bot/(?!domain/|engine/|ports/|wording/|investigation/)', '^backends/', '^infra/', '^test/'] },
    },
    {
      name: 'engine-is-pure',
      comment: 'The engine knows the domain and the contract types: no port, no process, no network, no clock.',
      severity: 'error',
      from: { path: '^bot/engine/', pathNot: '^bot/engine/catalogue\\.ts$' },
      to: {
        path: ['^bot/(?!domain/|engine/)', '^(backends|infra|test)/', '^(fs|net|http|https|child_process|node:.*)$'],
      },
    },
    {
      name: 'wording-imports-domain-only',
      severity: 'error',
      from: { path: '^bot/wording/' },
      to: { pathNot: ['^bot/(domain|wording)/'] },
    },
    {
      name: 'bot-and-backends-share-schemas-only',
      severity: 'error',
      from: { path: '^bot/' },
      to: { path: ['^backends/', '^infra/', '^test/'] },
    },
    {
      name: 'backends-know-no-bot',
      severity: 'error',
      from: { path: '^backends/' },
      to: { path: ['^bot/', '^infra/', '^test/'] },
    },
    {
      name: 'slack-does-not-reach-adapters',
      severity: 'error',
      from: { path: '^bot/(slack|alerts|oncall)/' },
      to: { path: ['^bot/adapters/'] },
    },
    {
      name: 'adapters-do-not-reach-slack',
      severity: 'error',
      from: { path: '^bot/adapters/' },
      to: { path: ['^bot/slack/'] },
    },
    {
      name: 'vendor-sdks-in-their-rooms',
      severity: 'error',
      from: {
        path: '^(bot|backends)/',
        pathNot: [
          '^bot/adapters/',
          '^bot/slack/',
          '^bot/(main|app|runtime|wiring/[a-z]+)\\.ts$',
          '^backends/[^/]+/providers/',
        ],
      },
      to: { path: vendorSdks },
    },
    {
      name: 'schemas-import-no-room',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { path: ['^(bot|backends|infra|test)/'] },
    },
  ],
  options: {
    // The page is bundled by esbuild, which refuses an import it cannot resolve.
    exclude: { path: '^infra/local/slack/page/client/' },
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
