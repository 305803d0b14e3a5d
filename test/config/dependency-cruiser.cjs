// The import matrix of the rooms. A room may import itself, the plain modules at the top of lib/, and what its row names.
const MATRIX = {
  invoice: [],
  booking: ['invoice'],
  shopctrl: ['invoice'],
  exact: ['invoice', 'booking'],
  xml: ['invoice', 'booking'],
  settings: ['invoice', 'booking'],
  ledger: ['invoice', 'booking'],
  connection: ['exact'],
  export: ['invoice', 'booking', 'shopctrl', 'xml', 'settings', 'ledger'],
  sync: ['invoice', 'booking', 'shopctrl', 'exact', 'settings', 'ledger', 'connection', 'export'],
  messages: ['invoice', 'booking'],
  platform: [],
  words: [],
  view: ['ledger', 'settings', 'words', 'booking', 'invoice'],
};
const rooms = Object.entries(MATRIX).map(([room, allowed]) => ({
  name: `room-${room}`,
  severity: 'error',
  from: { path: `^lib/${room}/` },
  to: { path: '^(lib/[^/]+/|components/|entrypoints/|test/)', pathNot: `^lib/(${[room, ...allowed].join('|')})/` },
}));
module.exports = {
  forbidden: [
    ...rooms,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'messages-by-one-path', severity: 'error', from: { pathNot: '^lib/messages(/|\\.ts)' }, to: { path: '^lib/messages/' } },
    { name: 'messages-are-types', severity: 'error', from: { path: '^lib/messages(/|\\.ts)' }, to: { dependencyTypesNot: ['type-only'] } },
    { name: 'components-are-plain', severity: 'error', from: { path: '^components/' }, to: { path: '^(lib/(?!words/|view/types|messages\\.ts|faults)|entrypoints/|test/)' } },
    { name: 'polyfill-in-platform-only', severity: 'error', from: { pathNot: '^(lib/platform/|test/)' }, to: { path: 'webextension-polyfill', dependencyTypesNot: ['type-only'] } },
    // By any number of steps.
    {
      name: 'vault-in-background-only',
      severity: 'error',
      from: { path: '^(entrypoints/(?!background/)|components/|lib/(view|words|shopctrl|platform|ledger|export)/)' },
      to: { path: '^lib/connection/vault', reachable: true },
    },
    { name: 'money-rooms-use-big-alone', severity: 'error', from: { path: '^lib/(invoice|booking)/' }, to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core', 'unknown'], pathNot: '(^|/)big\\.js' } },
    { name: 'components-use-preact-alone', severity: 'error', from: { path: '^components/' }, to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'core', 'unknown'], pathNot: '(^|/)preact' } },
    { name: 'no-tests-in-product', severity: 'error', from: { path: '^(lib|components|entrypoints)/' }, to: { path: '^test/' } },
    { name: 'simulators-stand-alone', severity: 'error', from: { path: '^test/simulators/' }, to: { path: '^(lib|components|entrypoints)/' } },
    { name: 'section-without-zod', severity: 'error', from: { path: '^(entrypoints/shopctrl.content/|lib/shopctrl/page/|components/section/)' }, to: { path: 'node_modules/zod' } },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] } },
};
