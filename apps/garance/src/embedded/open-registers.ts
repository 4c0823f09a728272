import { type CivilRegister, type Environment, systemClock } from '@garance/core';
import { type CivilRegisterSettings, openCivilRegister } from '@garance/hub';
import type { AddressPolicy } from '@garance/web/outbound';
import type { createPino } from '@garance/web/server';
import { z } from 'zod';
import { observeRegister } from '../telemetry/observe-hub.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { RegisterOptions } from './register-settings.ts';
import { UsageError } from './usage-error.ts';

interface RegistersInput {
  readonly options: RegisterOptions;
  /** Address of the demo's civil register. */
  readonly demoUrl: string;
  readonly policy: AddressPolicy;
  readonly logger: ReturnType<typeof createPino>;
  readonly telemetry: Telemetry;
}

/**
 * The civil register of each environment, shared by its two platforms.
 * @throws UsageError for unusable settings
 */
export function openRegisters(
  stack: AsyncDisposableStack,
  { options, demoUrl, policy, logger, telemetry }: RegistersInput,
): Readonly<Record<Environment, CivilRegister>> {
  const settings: CivilRegisterSettings = options.settings ?? { url: demoUrl };
  const open = (environment: Environment, of: CivilRegisterSettings): CivilRegister => {
    const observer = observeRegister(telemetry, environment);
    const opened = openCivilRegister(of, { environment, clock: systemClock, logger, policy, observer });
    stack.defer(opened.close);
    return opened.register;
  };
  try {
    return {
      integration: open('integration', options.integration === 'none' ? { url: 'none' } : settings),
      production: open('production', settings),
    };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new UsageError(`The settings of the civil register cannot be used:\n${z.prettifyError(error)}`);
  }
}
