/** The linter's own test: what each room is forbidden is refused, and what it may do passes. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const eslint = new ESLint({ cwd: root, overrideConfigFile: join(root, 'test/config/eslint.config.js') });

/** Rules that refuse a text at a place; parsing errors count as `parse`. */
async function refusals(filePath: string, code: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(root, filePath) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? 'parse');
}

const MONEY_ROOMS = ['lib/invoice/x.ts', 'lib/booking/x.ts'];
const SURROUNDINGS = ["export const a = fetch('/x');", "export const a = indexedDB.open('x');", 'export const a = navigator.onLine;', 'export const a = Date.now();', 'export const a = new Date();', 'export const a = Date();', 'export const a = Math.random();', 'export const a = globalThis.fetch;', 'export const { fetch: a } = globalThis;'];
const FLOATS = ['export const a = Math.round(1.5);', "export const a = Number.parseFloat('1');", "export const a = parseFloat('1');", 'export const a = (1).toFixed(2);', 'export const a = Math.floor(1.5);', 'export const a = Math.ceil(1.5);', 'export const a = Math.trunc(1.5);'];
const PACKAGES = ["import { openDB } from 'idb';\nexport const a = openDB;", "import { z } from 'zod';\nexport const a = z;"];
const DIALOGS = ["export const a = window.confirm('x');", "window.alert('x');", "export const a = prompt('x');", "export const a = globalThis.confirm('x');", "export const a = confirm('x');", "export const a = (globalThis as { confirm: (text: string) => boolean }).confirm('x');"];
const BROWSER = ['export const a = browser.tabs;', 'export const a = chrome.tabs;', 'export const a = globalThis.chrome;', "export const a = globalThis['browser'];", 'export const a = (globalThis as unknown as { chrome: object }).chrome;'];
const CODE = ["export const a = eval('1');", "export const a = new Function('return 1');", "setTimeout('a()', 1);"];
const MARKUP = ["document.body.innerHTML = '<b>';", "document.body.outerHTML = '<b>';", "document.body['innerHTML'] = '<b>';", "document.body.innerHTML += '<b>';", "document.body.insertAdjacentHTML('beforeend', '<b>');"];
const MARKUP_JSX = ["export const a = <p dangerouslySetInnerHTML={{ __html: '<b>' }} />;", "export const a = <p {...{ dangerouslySetInnerHTML: { __html: '<b>' } }} />;"];

const each = (files: readonly string[], codes: readonly string[]): readonly (readonly [string, string])[] => files.flatMap((file) => codes.map((code) => [file, code] as const));

describe('rules of the rooms', () => {
  it.each([
    ...each(MONEY_ROOMS, [...SURROUNDINGS, ...FLOATS, ...PACKAGES, ...DIALOGS]),
    ...each(['lib/xml/x.ts'], [...SURROUNDINGS, ...FLOATS]),
    ...each(['components/setup/x.tsx'], ["export const a = fetch('/x');", "export const a = localStorage.getItem('x');", "export const a = indexedDB.open('x');", ...PACKAGES, ...DIALOGS, ...MARKUP, ...MARKUP_JSX, ...CODE, ...BROWSER]),
    ...each(['lib/ledger/x.ts', 'lib/view/x.ts'], ["export const a = fetch('/x');"]),
    ...each(['lib/exact/x.ts', 'lib/background/x.ts', 'lib/shopctrl/page/x.ts', 'entrypoints/popup/x.tsx', 'entrypoints/background/x.ts', 'lib/messages.ts'], [...BROWSER, ...CODE, ...MARKUP, ...DIALOGS]),
    ...each(['lib/platform/x.ts'], [...CODE, ...MARKUP, ...DIALOGS]),
    ...each(['test/x.test.ts'], CODE),
  ])('in %s refuse %s', async (file, code) => {
    const found = await refusals(file, code);
    expect(found).not.toContain('parse');
    expect(found).not.toEqual([]);
  });

  it.each<readonly [string, string]>([
    ...each(MONEY_ROOMS, ["import Big from 'big.js';\nimport { b } from './b';\nexport const a = Big(b);", "export const a = new Date('2024-01-01').toISOString();", 'export const a = (fetch: () => string): string => fetch();']),
    ['lib/invoice/decimal.ts', 'export const a = Math.floor(1.5);'],
    ['components/setup/x.tsx', "import { useState } from 'preact/hooks';\nimport { say } from '../../lib/words/setup';\nexport const A = () => <p>{say(useState(1)[0])}</p>;"],
    ['lib/platform/x.ts', "import browser from 'webextension-polyfill';\nexport const a = browser.tabs;"],
    ['lib/platform/x.ts', 'export const a = globalThis.chrome;'],
    ['lib/exact/x.ts', "export const a = (fetch: typeof globalThis.fetch) => fetch('/x');"],
    ['lib/exact/x.ts', 'export const a = (browser: { tabs: number }) => browser.tabs;'],
    ['entrypoints/popup/x.tsx', "export const a = document.body.innerHTML; document.body.textContent = '<b>';"],
  ])('in %s let pass %s', async (file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});

type Tree = Readonly<Record<string, string>>;
const { forbidden, options } = createRequire(import.meta.url)('./dependency-cruiser.cjs') as { readonly forbidden: IForbiddenRuleType[]; readonly options: ICruiseOptions };

describe('the import matrix', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rooms-')));
    for (const name of ['zod', 'idb', 'big.js', 'preact', 'webextension-polyfill']) {
      put(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      put(`node_modules/${name}/index.js`, 'module.exports = {};');
    }
    put('package.json', JSON.stringify({ name: 'x', dependencies: { zod: '1', idb: '1', 'big.js': '1', preact: '1', 'webextension-polyfill': '1' } }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  /** Names of the rules that a tree of files breaks; the configuration is the project's, but for its file of TypeScript options. */
  async function broken(tree: Tree): Promise<readonly string[]> {
    for (const [path, text] of Object.entries(tree)) put(path, text);
    const rest = Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'tsConfig'));
    const rooms = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? ''))];
    const { output } = await cruise(rooms, { ...rest, baseDir: folder, validate: true, ruleSet: { forbidden } });
    return [...new Set((output as ICruiseResult).summary.violations.map((violation) => violation.rule.name))].sort();
  }

  const uses = (path: string): string => `import { a } from '${path}';\nexport const b = a;\n`;
  const LEAF = 'export const a = 1;\n';

  it.each<readonly [string, Tree]>([
    ['room-invoice', { 'lib/invoice/x.ts': uses('../booking/y'), 'lib/booking/y.ts': LEAF }],
    ['room-booking', { 'lib/booking/x.ts': uses('../ledger/y'), 'lib/ledger/y.ts': LEAF }],
    ['room-ledger', { 'lib/ledger/x.ts': uses('../shopctrl/y'), 'lib/shopctrl/y.ts': LEAF }],
    ['room-platform', { 'lib/platform/x.ts': uses('../words/y'), 'lib/words/y.ts': LEAF }],
    ['no-cycles', { 'lib/exact/x.ts': "import { b } from './y';\nexport const a = b;\n", 'lib/exact/y.ts': uses('./x') }],
    ['components-are-plain', { 'components/x.ts': uses('../lib/ledger/y'), 'lib/ledger/y.ts': LEAF }],
    ['components-are-plain', { 'components/x.ts': "import type { a } from '../lib/messages/y';\nexport type b = a;\n", 'lib/messages/y.ts': LEAF }],
    ['messages-by-one-path', { 'entrypoints/x.ts': "import type { a } from '../lib/messages/y';\nexport type b = a;\n", 'lib/messages/y.ts': LEAF }],
    ['messages-are-types', { 'lib/messages/x.ts': uses('../faults'), 'lib/faults.ts': LEAF }],
    ['messages-are-types', { 'lib/messages.ts': "export * from './messages/x';\n", 'lib/messages/x.ts': LEAF }],
    ['components-use-preact-alone', { 'components/x.ts': uses('idb') }],
    ['components-use-preact-alone', { 'components/x.ts': uses('node:fs') }],
    ['money-rooms-use-big-alone', { 'lib/invoice/x.ts': uses('zod') }],
    ['money-rooms-use-big-alone', { 'lib/booking/x.ts': uses('idb') }],
    ['polyfill-in-platform-only', { 'lib/exact/x.ts': uses('webextension-polyfill') }],
    ['no-tests-in-product', { 'entrypoints/x.ts': uses('../test/y'), 'test/y.ts': LEAF }],
    ['simulators-stand-alone', { 'test/simulators/x.ts': uses('../../lib/exact/y'), 'lib/exact/y.ts': LEAF }],
    ['section-without-zod', { 'entrypoints/shopctrl.content/x.ts': uses('zod') }],
    ['vault-in-background-only', { 'entrypoints/popup/x.ts': uses('../../lib/connection/vault'), 'lib/connection/vault.ts': LEAF }],
    ['vault-in-background-only', { 'entrypoints/options/x.ts': uses('../../lib/connection/y'), 'lib/connection/y.ts': "import { a as c } from './z';\nexport const a = c;\n", 'lib/connection/z.ts': "import { a as c } from './vault';\nexport const a = c;\n", 'lib/connection/vault.ts': LEAF }],
  ])('refuses by %s', async (rule, tree) => {
    expect(await broken(tree)).toContain(rule);
  });

  it('lets pass what the rooms may do', async () => {
    const good: Tree = {
      'lib/invoice/x.ts': `${uses('big.js')}export const a = b;\n`,
      'lib/booking/x.ts': `import { a as c } from '../invoice/x';\nexport const a = c;\n`,
      'lib/platform/x.ts': `import { a as c } from 'webextension-polyfill';\nexport const a = c;\n`,
      'lib/words/x.ts': LEAF,
      'lib/messages/x.ts': 'export type A = 1;\n',
      'lib/messages.ts': "import type { A } from './messages/x';\nexport type * from './messages/x';\nexport type B = A;\n",
      'lib/connection/vault.ts': LEAF,
      'components/x.tsx': "import { a } from 'preact';\nimport type { A } from '../lib/messages';\nexport type B = A;\nimport { a as c } from '../lib/words/x';\nexport const d = [a, c];\n",
      'entrypoints/background/x.ts': "import { a } from '../../lib/connection/vault';\nimport { a as c } from '../../lib/platform/x';\nexport const d = [a, c];\n",
      'entrypoints/popup/x.ts': "import { d } from '../../components/x';\nexport const e = d;\n",
    };
    expect(await broken(good)).toEqual([]);
  });
});
