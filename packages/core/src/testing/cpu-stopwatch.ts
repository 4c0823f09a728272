/**
 * Starts counting the processor time of this thread. For limits that distinguish linear from quadratic work: unlike
 * elapsed time, it does not include other programs.
 *
 * @returns a function that gives the milliseconds until now
 */
export function startCpuStopwatch(): () => number {
  const begin = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(begin);
    return (user + system) / 1000;
  };
}
