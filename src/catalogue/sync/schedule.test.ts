import { describe, expect, it } from 'vitest';
import { ScheduleError, startSchedule } from './schedule.ts';

describe('a schedule', () => {
  it('runs in London time, in summer and winter', async () => {
    const schedule = startSchedule(
      '15 5 * * *',
      async () => undefined,
      () => undefined,
    );
    const next = schedule.nextRun();
    expect(next?.toLocaleTimeString('en-GB', { timeZone: 'Europe/London' })).toBe('05:15:00');
    await schedule.stop();
  });

  it('runs, goes on after a fault, and never twice at once', async () => {
    const faults: unknown[] = [];
    let runs = 0;
    let atOnce = 0;
    let most = 0;
    const schedule = startSchedule(
      '* * * * * *',
      async () => {
        runs += 1;
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((settle) => setTimeout(settle, 1_200));
        atOnce -= 1;
        throw new RangeError(`fault ${runs}`);
      },
      (error) => faults.push(error),
    );
    await expect.poll(() => faults.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    await schedule.stop();
    expect(most).toBe(1);
  });

  it('ends a run that is under way before it has stopped', async () => {
    let hasEnded = false;
    let hasBegun = false;
    const schedule = startSchedule(
      '* * * * * *',
      async (signal) => {
        hasBegun = true;
        await new Promise((settle) => signal.addEventListener('abort', settle));
        hasEnded = true;
      },
      () => undefined,
    );
    await expect.poll(() => hasBegun, { timeout: 20_000 }).toBe(true);
    await schedule.stop();
    expect(hasEnded).toBe(true);
  });

  it.each(['every morning at five', '61 5 * * *', ''])('says what is wrong with %j', (pattern) => {
    const start = () =>
      startSchedule(
        pattern,
        async () => undefined,
        () => undefined,
      );
    expect(start).toThrow(ScheduleError);
    expect(start).toThrow(/which is not a schedule .* Write for instance "15 5 \* \* \*"/);
  });
});
