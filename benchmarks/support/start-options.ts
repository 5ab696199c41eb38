/** The options of Node with which `npm start` starts the assistant. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repository } from './processes.ts';

const manifest = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')));

/** Read from the script itself, so that what is measured is what runs. */
export const startOptions: readonly string[] = manifest.scripts.start
  .split(' ')
  .filter((word) => word.startsWith('--'));
