// The order of test files: the most expensive ones first, so that two cores end together; those that need the built
// program last, when the build that runs beside the tests has ended.
import { relative, sep } from 'node:path';
import { BaseSequencer } from 'vitest/node';
import { readCosts, unknownSeconds } from './costs.mjs';
import { listTestFiles, root } from './rings.mjs';

export default class CostSequencer extends BaseSequencer {
  async sort(files) {
    const costs = readCosts();
    const built = new Set(
      listTestFiles()
        .filter(({ tags }) => tags.includes('built'))
        .map(({ path }) => path),
    );
    const weightOf = ({ moduleId }) => {
      const path = relative(root, moduleId).split(sep).join('/');
      return { late: built.has(path) ? 1 : 0, seconds: costs[path]?.[0] ?? unknownSeconds, path };
    };
    return files
      .map((spec) => ({ spec, ...weightOf(spec) }))
      .sort((a, b) => a.late - b.late || b.seconds - a.seconds || a.path.localeCompare(b.path))
      .map(({ spec }) => spec);
  }
}
