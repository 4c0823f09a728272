import { driveRound } from './measure.ts';
import type { Options } from './options.ts';
import type { Stage, Target } from './stage.ts';

const points = 10;

/** Resident memory and CPU per login of each target as the number of logins grows: rising figures mean a leak. */
export async function memoryCurve(
  stage: Stage,
  targets: readonly Target[],
  { longLogins, concurrency }: Options,
  say: (line: string) => void,
): Promise<void> {
  const mode = { kind: 'closed', concurrency } as const;
  for (const target of targets) {
    let logins = 0;
    let nextPoint = longLogins / points;
    while (logins < longLogins) {
      const round = await driveRound(stage, target, { mode, durationMs: 2000 });
      logins += round.logins;
      if (logins < nextPoint) continue;
      nextPoint += longLogins / points;
      say(
        `${target.name}: ${logins} logins, ${round.rssMiB.toFixed(0)} MiB, ${round.cpuMsPerLogin.toFixed(3)} ms`,
      );
    }
  }
}
