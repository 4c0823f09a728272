// Costs of a run, for the command that started it: written as JSON when GARANCE_TEST_REPORT names a file.
import { writeFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { root } from './rings.mjs';

export default class CostReporter {
  onTestRunEnd(modules) {
    const target = process.env.GARANCE_TEST_REPORT;
    if (target === undefined) return;
    const files = modules.map((module) => {
      const { collectDuration, setupDuration, prepareDuration, duration } = module.diagnostic();
      return {
        path: relative(root, module.moduleId).split(sep).join('/'),
        seconds: (collectDuration + setupDuration + prepareDuration + duration) / 1000,
        cpuSeconds: module.meta().cpuSeconds,
        skipped: [...module.children.allTests('skipped')].map((test) => ({
          name: test.fullName,
          reason: test.result().note ?? outermost(test),
        })),
      };
    });
    writeFileSync(target, JSON.stringify({ files }));
  }
}

/** A skipped group has the reason in its title. */
function outermost(test) {
  let group = test.parent;
  while (group.parent?.type === 'suite') group = group.parent;
  return group.type === 'suite' ? group.name : undefined;
}
