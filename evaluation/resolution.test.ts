import { describe, expect, it } from 'vitest';
import { evaluateResolution, reportAsText } from './resolution.ts';

describe('resolution of names', () => {
  it('holds its floors on every list that is on this machine', async () => {
    const report = await evaluateResolution();
    for (const reason of report.skipped) process.stderr.write(`resolution: skipped ${reason}\n`);
    expect(report.underFloor).toEqual([]);
    expect(reportAsText(report)).toContain('all floors held');
  });
});
