// Rules per room (design 3). ESLint replaces a rule's options instead of merging them, so each room's lists are put together here.
import tseslint from 'typescript-eslint';

const named = (names, message) => names.map((name) => ({ name, message }));
const GLOBALS = ['globalThis', 'window', 'self'];
/** The same names as properties of the global object. */
const asProperties = (globals) => GLOBALS.flatMap((object) => globals.map(({ name, message }) => ({ object, property: name, message })));

const DIALOGS = named(['confirm', 'alert', 'prompt'], 'dialogs are our own');
const BROWSER = named(['browser', 'chrome'], 'browser APIs live in lib/platform');
const NETWORK = named(['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'], 'this room knows no network');
const STORAGE = named(['indexedDB', 'localStorage', 'sessionStorage', 'caches'], 'this room knows no storage');
const SURROUNDINGS = named(['navigator', 'document', 'window', 'performance', 'setTimeout', 'setInterval', 'crypto'], 'this room knows neither clock nor browser');

const CLOCK = [
  { object: 'Date', property: 'now', message: 'time is injected' },
  { object: 'Math', property: 'random', message: 'randomness is injected' },
];
const FLOATS = [
  { object: 'Math', property: 'round', message: 'rounding lives in lib/invoice/decimal' },
  ...['floor', 'ceil', 'trunc'].map((property) => ({ object: 'Math', property, message: 'rounding lives in lib/invoice/decimal' })),
  { object: 'Number', property: 'parseFloat', message: 'amounts are integers' },
  { property: 'toFixed', message: 'amounts are integers' },
];
const PARSE_FLOAT = named(['parseFloat'], 'amounts are integers');

const MARKUP = ['innerHTML', 'outerHTML'].map((name) => ({
  selector: `AssignmentExpression > MemberExpression.left:matches([property.name='${name}'], [property.value='${name}'])`,
  message: 'markup is built as elements, never as text',
})).concat([
  { selector: 'JSXAttribute[name.name=/^(dangerouslySetInnerHTML|innerHTML|outerHTML)$/]', message: 'markup is built as elements, never as text' },
  { selector: ":matches(Property, MemberExpression)[key.name='dangerouslySetInnerHTML']", message: 'markup is built as elements, never as text' },
  { selector: "CallExpression[callee.property.name='insertAdjacentHTML'], CallExpression[callee.object.name='document'][callee.property.name=/^write(ln)?$/]", message: 'markup is built as elements, never as text' },
]);
const NO_CLOCK = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']", message: 'time is injected' },
];
/** A cast would hide the name from the rules below. */
const CAST_GLOBALS = [
  { selector: `MemberExpression[object.type=/^TS(As|NonNull|Satisfies)Expression$/][object.expression.name=/^(${GLOBALS.join('|')})$/]`, message: 'globals are asked for by their names' },
  { selector: `MemberExpression[object.expression.expression.name=/^(${GLOBALS.join('|')})$/]`, message: 'globals are asked for by their names' },
];

/** What a room is forbidden beyond what everybody is. */
function room(files, { globals = [], properties = [], syntax = [], imports = [], browser = false }) {
  const all = [...DIALOGS, ...(browser ? [] : BROWSER), ...globals];
  return {
    files: files.map((path) => path.replace(/\*\*$/, '**/*.{ts,tsx,js,mjs,cjs}')),
    rules: {
      'no-restricted-globals': ['error', ...all],
      'no-restricted-properties': ['error', ...asProperties(all), ...properties],
      'no-restricted-syntax': ['error', ...MARKUP, ...CAST_GLOBALS, ...syntax],
      ...(imports.length === 0 ? {} : { 'no-restricted-imports': ['error', { patterns: imports }] }),
    },
  };
}

/** Neither network nor clock nor browser: the same input gives the same output. */
const PLAIN = { globals: [...NETWORK, ...STORAGE, ...SURROUNDINGS], properties: CLOCK, syntax: NO_CLOCK };
const MONEY = { ...PLAIN, globals: [...PLAIN.globals, ...PARSE_FLOAT], properties: [...CLOCK, ...FLOATS] };

export default tseslint.config(
  { ignores: ['**/.output/**', '**/.wxt/**', '**/node_modules/**', '**/demo-output/**', 'test/.cache/**'] },
  ...tseslint.configs.strict,
  {
    // Code given to a timer as text is only seen where timers are known.
    languageOptions: { globals: { setTimeout: 'readonly', setInterval: 'readonly' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  room(['**'], {}),
  room(['lib/platform/**'], { browser: true }),
  room(['lib/ledger/**', 'lib/settings/**', 'lib/view/**', 'lib/export/**'], { globals: NETWORK }),
  room(['lib/words/**'], { globals: [...NETWORK, ...STORAGE], properties: CLOCK, syntax: NO_CLOCK }),
  // Money never meets a float (design 7).
  room(['lib/invoice/**', 'lib/booking/**', 'lib/xml/**', 'lib/proof/**'], MONEY),
  room(['lib/invoice/**', 'lib/booking/**'], { ...MONEY, imports: [{ regex: '^(?!\\.|big\\.js$)', message: 'big.js is the only package of this room' }] }),
  // The one place that rounds; and bits of a hash, which are no money.
  room(['lib/invoice/decimal.ts', 'lib/invoice/sha256.ts'], { ...MONEY, properties: [...CLOCK, ...FLOATS.filter(({ object }) => object !== 'Math')] }),
  room(['components/**'], {
    globals: [...NETWORK, ...STORAGE],
    imports: [{ regex: '^(?!\\.|preact($|/))', message: 'components are props in, events out' }],
  }),
  {
    files: ['test/**'],
    rules: {
      // Tests set up pages as text, drive real browsers and play the browser's part.
      'no-restricted-syntax': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
);
