/** What a process costs, as the kernel counts it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) || 100;

/** User + system time of all threads so far, seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces; fields are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The same, with that of its children that have ended (Redis rewrites its file in a child). */
export function cpuSecondsWithChildren(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / TICKS;
}

export function rssBytes(pid: number): number {
  return statusKb(pid, 'VmRSS') * 1024;
}

/** Highest resident size so far. */
export function peakRssBytes(pid: number): number {
  return statusKb(pid, 'VmHWM') * 1024;
}

function statusKb(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`/proc/${pid}/status: no ${name}`);
  return Number(found[1]);
}

/** Share of one core that each of these processes used while `work` ran; 1 = a whole core. */
export async function cpuShare(pids: readonly number[], work: () => Promise<unknown>, read: (pid: number) => number = cpuSeconds): Promise<{ shares: number[]; seconds: number }> {
  const before = pids.map(read);
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  return { shares: pids.map((pid, i) => (read(pid) - (before[i] ?? 0)) / seconds), seconds };
}

/** Lets time pass: a benchmark's window, not a test's wait. */
export const pass = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));
