/** The clock of one process, by Debian's `faketime`: a file says how far it is off. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from './scene.ts';

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

export const withoutFakeClock = library === undefined ? 'faketime is not installed' : undefined;

export const clockFile = ({ here }: Pick<Scene, 'here'>): string => join(here.folder, 'clock');

/** Variables of a process whose clock follows the file, within a second. Times that only measure go on as they are. */
export function withFakeClock(scene: Pick<Scene, 'here'>): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: library ?? '',
    FAKETIME_TIMESTAMP_FILE: clockFile(scene),
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}
