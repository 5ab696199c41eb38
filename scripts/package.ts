/** `npm run package`: makes the zip that is uploaded to Teams, or says what is missing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPackage, readValues } from './app-package.ts';

const usage = 'Usage: npm run package -- [--env env/.env.local] [--out build/procurement-assistant.zip]';

function fail(lines: readonly string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}

function options(): { env: string; out: string } {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { env: text, out: text } });
    return { env: values.env ?? 'env/.env.local', out: values.out ?? 'build/procurement-assistant.zip' };
  } catch (error) {
    return fail([(error as Error).message, usage]);
  }
}

const { env, out } = options();
let text = '';
try {
  text = readFileSync(env, 'utf8');
} catch {
  fail([`${env} cannot be read. Copy env/.env.package.example to ${env} and fill it in.`, usage]);
}
const read = readValues(text);
if (!read.ok)
  fail([`The package was not made. In ${env}:`, ...read.problems.map((problem) => `- ${problem}`)]);
const zip = await buildPackage(read.values);
mkdirSync(dirname(resolve(out)), { recursive: true });
writeFileSync(out, zip);
process.stdout.write(
  `${out} (${zip.length.toLocaleString('en-GB')} bytes). Upload it in the Teams admin centre.\n`,
);
