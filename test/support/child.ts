/** Runs parts of the product in processes of their own, for tests that kill them or start two. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** A program running beside the test. */
export type Child = {
  readonly process: ChildProcess;
  /** Resolves with the first line on standard output that contains `text`; rejects when the program ends before. */
  readonly sees: (text: string) => Promise<string>;
  /** Resolves when it has ended, with everything it wrote. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
};

/** Settings of this machine never reach the program: only those given, and what Node needs. */
function cleanEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  return { PATH, HOME, TMPDIR, TZ, LOG_LEVEL: 'silent', ...settings };
}

/** Starts a TypeScript file of the project with Node. */
export function startChild(
  file: string,
  words: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Child {
  const started = spawn(process.execPath, ['--import', 'tsx', resolve(root, file), ...words], {
    cwd: root,
    env: cleanEnvironment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  const waiting = new Set<() => void>();
  started.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    for (const look of waiting) look();
  });
  started.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((settle) => {
    started.on('close', (code) => settle({ code, output, errors }));
  });
  return {
    process: started,
    ended,
    sees: (text) =>
      new Promise((settle, reject) => {
        const look = () => {
          const line = output.split('\n').find((candidate) => candidate.includes(text));
          if (line === undefined) return;
          waiting.delete(look);
          settle(line);
        };
        waiting.add(look);
        look();
        void ended.then((end) => reject(new Error(`ended with ${end.code} before "${text}": ${end.errors}`)));
      }),
  };
}
