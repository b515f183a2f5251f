// Runs one command and says how long it took and what memory it and its children held.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const hasProc = process.platform === 'linux';
const sampleEvery = 10;

/**
 * @typedef {{ ms: number, cpuMs: number | undefined, peakMiB: number | undefined, status: number | string, stdout: string, stderr: string }} Outcome
 * `cpuMs` and `peakMiB` count the whole process tree, on Linux only; `status` is the exit code, the signal, or
 * `time-out`.
 *
 * @param {readonly string[]} command
 * @param {{ cwd: string, env?: Record<string, string>, timeout?: number, memory?: boolean }} options memory: watch the
 *   resident memory of the whole process tree; that costs processor time, so a timed run leaves it off
 * @returns {Promise<Outcome>}
 */
export function measure([program, ...args], { cwd, env = {}, timeout = 120_000, memory = false }) {
  return new Promise((resolve, reject) => {
    const cpuBefore = childrenTime();
    const started = process.hrtime.bigint();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const out = [];
    const err = [];
    let peak = 0;
    let late = false;
    const sampler =
      memory && hasProc
        ? setInterval(() => {
            peak = Math.max(peak, treeMemory(child.pid));
          }, sampleEvery)
        : undefined;
    const alarm = setTimeout(() => {
      late = true;
      // The child leads a group of its own: its workers go with it.
      process.kill(-child.pid, 'SIGKILL');
    }, timeout);
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(alarm);
      clearInterval(sampler);
      resolve({
        ms: Number(process.hrtime.bigint() - started) / 1e6,
        cpuMs: hasProc ? childrenTime() - cpuBefore : undefined,
        peakMiB: sampler && peak > 0 ? peak / 1024 : undefined,
        status: late ? 'time-out' : (code ?? signal),
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      });
    });
  });
}

/** KiB that a process and all below it hold now. */
function treeMemory(pid) {
  let sum = 0;
  try {
    sum += Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    for (const task of readdirSync(`/proc/${pid}/task`))
      for (const child of readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
        if (child) sum += treeMemory(child);
  } catch {
    // It ended between two looks.
  }
  return sum;
}

/** Processor time of all children that have ended, theirs included; the kernel counts in ticks of 10 ms. */
function childrenTime() {
  if (!hasProc) return 0;
  // proc(5): cutime and cstime are fields 16 and 17; the second field, the name, may hold spaces.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
