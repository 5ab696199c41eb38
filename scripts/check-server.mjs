// Starts the built server on a free port with data of its own, waits until it is ready, asks it to stop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '..');
const patienceMilliseconds = 120_000;

async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** @param {string} url */
async function statusOf(url) {
  try {
    return (await fetch(url)).status;
  } catch {
    return 0;
  }
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

const dataDir = mkdtempSync(join(tmpdir(), 'procurement-assistant-check-'));
const port = await freePort();
const server = spawn(process.execPath, ['dist/index.js'], {
  cwd: root,
  env: {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    BOT_ID: '',
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const ended = once(server, 'exit');
try {
  const deadline = Date.now() + patienceMilliseconds;
  let status = 0;
  while (status !== 200 && server.exitCode === null && Date.now() < deadline) {
    await sleep(250);
    status = await statusOf(`http://127.0.0.1:${port}/readyz`);
  }
  if (status !== 200) fail('The built server did not become ready.');
  else {
    const page = await statusOf(`http://127.0.0.1:${port}/`);
    if (page === 200) process.stdout.write('Ready, and the chat page is served.\n');
    else fail(`The chat page answered ${page}.`);
  }
  if (server.exitCode === null) server.kill('SIGTERM');
  const stopped = await Promise.race([ended, sleep(30_000, null, { ref: false })]);
  if (stopped === null) {
    server.kill('SIGKILL');
    fail('The built server did not stop when asked to.');
  } else if (stopped[0] !== 0) fail(`The built server ended with ${stopped[0] ?? stopped[1]}.`);
  else process.stdout.write('Stopped when asked to.\n');
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
