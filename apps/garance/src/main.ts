/** The program `garance`. */
import { describeFailure, runGarance } from './cli.ts';

runGarance(process.argv.slice(2), process.env).catch((error: unknown) => {
  process.stderr.write(describeFailure(error));
  process.exit(1);
});
