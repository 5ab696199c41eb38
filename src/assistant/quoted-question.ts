/** A question in somebody else's words: what it may lead to. */
import { confirmingTools } from '../tools/tools.ts';
import type { Step } from './planner.ts';

const writing: ReadonlySet<string> = new Set([
  ...confirmingTools.map(({ name }) => name),
  'propose_correction',
  'preview_register',
]);

/** The step as planned, unless it would remember, forget, note or change something: then it is refused. */
export function stepForQuoted(step: Step): Step {
  const isRefused =
    step.kind === 'remember-borough' ||
    step.kind === 'forget' ||
    (step.kind === 'call' && writing.has(step.tool)) ||
    (step.kind === 'calls' && step.calls.some(({ tool }) => writing.has(tool)));
  return isRefused ? { kind: 'notice', notice: 'no-writing' } : step;
}
