/**
 * `web-ext lint` on the built Firefox folder: no errors, and warnings only from the list below, each with its reason.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ALLOWED: Readonly<Record<string, string>> = {
  UNSAFE_VAR_ASSIGNMENT: 'Preact assigns innerHTML for dangerouslySetInnerHTML, which this project never uses.',
  KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION: 'The add-on is not offered for Android, which lacks the identity API.',
  DANGEROUS_EVAL: 'zod tests whether Function may be used; it is configured not to (jitless), and the policy forbids it.',
};

interface Finding {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let output: string;
try {
  output = execFileSync('npx', ['web-ext', 'lint', '--source-dir', '.output/firefox-mv3', '--output', 'json', '--boring', '--no-config-discovery'], { cwd: root, encoding: 'utf8', maxBuffer: 50_000_000 });
} catch (error) {
  // Exits with 1 when there are errors; the report is on stdout all the same.
  output = (error as { stdout?: string }).stdout ?? '';
}
const report = JSON.parse(output.slice(output.indexOf('{'))) as { errors: readonly Finding[]; warnings: readonly Finding[] };
const unexpected = [...report.errors, ...report.warnings.filter((warning) => !(warning.code in ALLOWED))];
for (const finding of unexpected) console.error(`${finding.code} ${finding.file ?? ''}: ${finding.message}`);
console.log(`store lint: ${report.errors.length} errors, ${report.warnings.length} warnings, ${unexpected.length} not allowed`);
process.exitCode = unexpected.length === 0 ? 0 : 1;
