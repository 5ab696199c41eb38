// Preloaded into a measured process: answers, over its message channel, how much memory it has and how its event loop fares.
import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const delay = monitorEventLoopDelay({ resolution: 1 });

/** Resident kilobytes of a process from Linux, or 0 where that cannot be told. @param {string} pid */
function residentOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Resident kilobytes of the processes this one started: the TypeScript loader's. */
function residentOfChildren() {
  try {
    const children = readdirSync('/proc').filter((pid) => {
      if (!/^\d+$/.test(pid)) return false;
      const status = residentOf(pid) === 0 ? '' : readFileSync(`/proc/${pid}/status`, 'utf8');
      return status.includes(`\nPPid:\t${process.pid}\n`);
    });
    return children.reduce((sum, pid) => sum + residentOf(pid), 0);
  } catch {
    return 0;
  }
}

/** The largest resident mappings, which tell a database's memory from JavaScript's. */
function largestMappings() {
  try {
    const sizes = [...readFileSync('/proc/self/smaps', 'utf8').matchAll(/^Rss:\s+(\d+) kB/gm)].map((match) =>
      Number(match[1]),
    );
    return sizes.sort((left, right) => right - left).slice(0, 8);
  } catch {
    return [];
  }
}

process.on('message', (/** @type {{ kind: string }} */ message) => {
  if (message.kind === 'memory') {
    process.send?.({
      kind: 'memory',
      usage: process.memoryUsage(),
      highest: process.resourceUsage().maxRSS,
      childrenResident: residentOfChildren(),
      mappings: largestMappings(),
    });
  } else if (message.kind === 'collect') {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    process.send?.({ kind: 'collect' });
  } else if (message.kind === 'delay-start') {
    delay.reset();
    delay.enable();
    process.send?.({ kind: 'delay-start' });
  } else if (message.kind === 'delay-stop') {
    delay.disable();
    process.send?.({
      kind: 'delay-stop',
      median: delay.percentile(50) / 1e6,
      p99: delay.percentile(99) / 1e6,
      max: delay.max / 1e6,
    });
  }
});
// A listener alone would keep every process alive, also those that want to end by themselves.
process.channel?.unref();
