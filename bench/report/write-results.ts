import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The bench folder, from source or from build. */
export function benchFolder(): string {
  const folder = dirname(import.meta.dirname);
  return basename(folder) === 'dist' ? dirname(folder) : folder;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: benchFolder() }).toString().trim();
  } catch {
    return 'unknown';
  }
}

/** Stores a run under bench/results, with the machine's data; returns the file. */
export function writeResults(content: object): string {
  const at = new Date().toISOString();
  const sha = commit();
  const file = join(benchFolder(), 'results', `${at.slice(0, 10)}-${sha}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? '', cores: cpus().length };
  writeFileSync(file, `${JSON.stringify({ at, commit: sha, machine, ...content }, null, 2)}\n`);
  return file;
}

export function writeSummary(file: string, summary: object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(summary, null, 2)}\n`);
}
