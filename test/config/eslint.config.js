import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/.output/**', '**/.wxt/**', '**/node_modules/**', '**/demo-output/**', 'test/.cache/**'] },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-globals': ['error', 'confirm', 'alert', 'prompt'],
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[object.name='chrome'][object.type='Identifier']", message: 'browser APIs live in lib/platform' },
      ],
      eqeqeq: 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Money never meets a float (design 7).
    files: ['lib/invoice/**', 'lib/booking/**', 'lib/xml/**', 'lib/proof/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'round', message: 'rounding lives in lib/invoice/decimal' },
        { property: 'toFixed', message: 'amounts are integers' },
      ],
      'no-restricted-globals': ['error', 'parseFloat', 'confirm', 'alert', 'prompt'],
    },
  },
  { files: ['test/**'], rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-dynamic-delete': 'off' } },
);
