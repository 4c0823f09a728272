/**
 * Starts counting the processor time of this thread. For limits that tell linear work from quadratic: what other programs on
 * the machine take does not count, as it would in elapsed time.
 *
 * @returns gives the milliseconds until now
 */
export function startCpuStopwatch(): () => number {
  const begin = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(begin);
    return (user + system) / 1000;
  };
}
