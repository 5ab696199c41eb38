/** Writes `env/.env.example` from the settings that `src/config.ts` reads, so that the two cannot differ. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { settings } from '../src/settings.ts';

/** Where the file stands. */
export const environmentExamplePath = resolve(import.meta.dirname, '../env/.env.example');

/** The whole text of the file: every setting with its explanation; one without an example value is commented out. */
export function environmentExample(): string {
  const head =
    '# Every setting the assistant reads. None is needed to start it on this machine.\n' +
    '# Written by scripts/write-env-example.ts from src/config.ts; change it there.\n';
  const entries = settings.map(
    ({ name, example, help }) => `\n# ${help}\n${example === '' ? '# ' : ''}${name}=${example}\n`,
  );
  return head + entries.join('');
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync(resolve(environmentExamplePath, '..'), { recursive: true });
  writeFileSync(environmentExamplePath, environmentExample());
}
