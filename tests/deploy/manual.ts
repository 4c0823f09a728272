/** Commands of the installation manual: its fenced blocks, in order. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type Values } from './values.ts';

export const machineNames = ['stores', 'node-a', 'node-b', 'proxy'] as const;
export type MachineName = (typeof machineNames)[number];

export interface Block {
  readonly machines: readonly string[];
  /** Step that must precede it, in the manual's words. */
  readonly after: string | undefined;
  readonly lines: string;
}

export const manualFile = join(root, 'docs', 'installation.md');

/** Every shell block; its info string says where it runs: `sh on node-a, node-b after …`. */
export function readManual(): readonly Block[] {
  const text = readFileSync(manualFile, 'utf8');
  return [...text.matchAll(/^```sh on (.+?)(?: after (.+))?\n([\s\S]*?)^```$/gm)].map(
    ([, machines = '', after, lines = '']) => ({ machines: machines.split(', '), after, lines }),
  );
}

const valueLine = /^([A-Z_]+)=(.*)$/gm;

/** The lines of a block that set the values. */
export function valuesIn({ lines }: Block): Values {
  if (!lines.includes('>/etc/garance/values')) return {};
  return Object.fromEntries([...lines.matchAll(valueLine)].map(([, name = '', value = '']) => [name, value]));
}

/** Replaces the manual's values by the operator's, as the manual requires. */
export function withValues({ lines, ...block }: Block, values: Values): Block {
  return {
    ...block,
    lines: lines.replace(valueLine, (line, name) => (name in values ? `${name}=${values[name]}` : line)),
  };
}
