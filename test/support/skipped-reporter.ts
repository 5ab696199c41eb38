/** Says at the end of a run what was skipped and why, and in CI (`CI=true`) makes that a failure. */
import type { Reporter, TestModule } from 'vitest/node';
import { realDataReason } from './real-data.ts';

/** The first suite's name: where a whole suite is skipped, it holds the reason. */
function suiteOf(name: string): string {
  return name.split(' > ')[0] ?? name;
}

/** Suites with skipped tests, each with how many. */
export function skippedSuites(
  tests: readonly { readonly file: string; readonly name: string }[],
): Map<string, number> {
  const suites = new Map<string, number>();
  for (const { file, name } of tests) {
    const key = `${file}: ${suiteOf(name)}`;
    suites.set(key, (suites.get(key) ?? 0) + 1);
  }
  return suites;
}

/** True when nothing but the absence of the real data, which is no part of the repository, was the reason. */
export function isOnlyRealData(suites: ReadonlyMap<string, number>): boolean {
  return [...suites.keys()].every((suite) => suite.includes(realDataReason));
}

class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) =>
      Array.from(module.children.allTests('skipped'), (test) => ({
        file: module.relativeModuleId,
        name: test.fullName,
      })),
    );
    if (tests.length === 0) return;
    const suites = skippedSuites(tests);
    const lines = [...suites].map(
      ([suite, count]) => `  ${suite} (${count} ${count === 1 ? 'test' : 'tests'})`,
    );
    process.stderr.write(`\nSkipped:\n${lines.join('\n')}\n`);
    // A run of chosen tests (-t) skips all others by intent, so only CI is strict.
    if (process.env['CI'] !== 'true' || isOnlyRealData(suites)) return;
    process.stderr.write('CI is set, and in CI nothing may be skipped: install what is named above.\n');
    process.exitCode = 1;
  }
}

export default SkippedReporter;
