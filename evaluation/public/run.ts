/** `npx tsx evaluation/public/run.ts <folder>…`: nDCG@10 of the retrieval module on public sets that lie outside the repository. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { questionBlend, statementBlend } from '../../src/retrieval/weights.ts';
import { PublicSetError, readPublicSet } from './read-set.ts';
import { scorePublicSet } from './score-public.ts';

const blends = [
  ['statements', statementBlend],
  ['questions', questionBlend],
] as const;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { split: { type: 'string', default: 'test' } },
});
if (positionals.length === 0) {
  process.stderr.write('Usage: npx tsx evaluation/public/run.ts <folder>… [--split test]\n');
  process.exitCode = 2;
}
for (const folder of positionals) {
  try {
    const set = readPublicSet(folder, values.split);
    for (const [name, blend] of blends) {
      const { texts, questions, gain, buildSeconds } = scorePublicSet(set, blend);
      console.log(
        `${basename(folder)}, weighed for ${name}: ${texts} texts, ${questions} questions, nDCG@10 ${gain.toFixed(3)} (index built in ${buildSeconds.toFixed(1)} s)`,
      );
    }
  } catch (error) {
    if (!(error instanceof PublicSetError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
