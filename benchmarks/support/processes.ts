/** Starts the programs that are measured, each in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const repository = join(import.meta.dirname, '..', '..');

/** A program ended although it was still needed; the message holds what it last said. */
export class ProgramEndedError extends Error {
  readonly code = 'PROGRAM_ENDED';
  constructor(program: string, said: string) {
    super(`${program} ended before it had done its work. It said: ${said.slice(-2_000) || 'nothing'}`);
    this.name = 'ProgramEndedError';
  }
}

export type Program = {
  readonly process: ChildProcess;
  /** Resolves to the first line of standard output that matches; rejects when the program ends before. */
  readonly line: (pattern: RegExp) => Promise<string>;
  /** Resolves to the exit code and everything written to standard output. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
  /** Throws what the program said when it has ended. */
  readonly mustRun: () => void;
  /** Asks the program to stop and waits for its end. */
  readonly stop: () => Promise<void>;
};

export type ProgramSettings = {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  readonly programArguments?: readonly string[];
};

/** Only what Node itself needs: a setting of this shell must not change a measurement. */
function baseEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Starts a script of the repository with Node; TypeScript is loaded as `npm start` does. */
export function startProgram(script: string, settings: ProgramSettings = {}): Program {
  const loader = script.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(
    process.execPath,
    [
      ...loader,
      ...(settings.nodeOptions ?? []),
      join(repository, script),
      ...(settings.programArguments ?? []),
    ],
    {
      cwd: repository,
      env: { ...baseEnvironment(), ...settings.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let output = '';
  let errors = '';
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`;
      lines.push(line);
      for (const watcher of [...watchers]) watcher();
    });
  }
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString('utf8')).slice(-20_000);
  });
  let hasEnded = false;
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.on('close', (code) => {
      hasEnded = true;
      resolve({ code, output, errors });
      for (const watcher of [...watchers]) watcher();
    });
  });
  return {
    process: child,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined && !hasEnded) return;
          watchers.delete(look);
          if (found === undefined) reject(new ProgramEndedError(script, errors + output));
          else resolve(found);
        };
        watchers.add(look);
        look();
      }),
    mustRun: () => {
      if (hasEnded) throw new ProgramEndedError(script, errors + output);
    },
    stop: async () => {
      if (!hasEnded) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs a script to its end and gives what it printed as JSON on its last line; rejects when it fails. */
export async function runToJson(script: string, settings: ProgramSettings = {}): Promise<unknown> {
  const program = startProgram(script, settings);
  const { code, output, errors } = await program.ended;
  if (code !== 0) throw new ProgramEndedError(script, errors + output);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as unknown;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
