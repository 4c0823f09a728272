// Tells Stryker of mutants that change nothing: no test can kill them, and they would hide those that one could.

/** `try { return … } catch { return undefined; }` at the end of a function: an empty catch block returns undefined as well. */
const catchReturnsUndefined = {
  shouldIgnore(path) {
    const [statement, ...others] = path.isBlockStatement() ? path.node.body : [];
    if (!path.parentPath?.isCatchClause() || others.length > 0) return undefined;
    if (statement?.type !== 'ReturnStatement' || statement.argument?.name !== 'undefined') return undefined;
    const tryStatement = path.parentPath.parentPath;
    const isLast =
      tryStatement.parentPath.isBlockStatement() && tryStatement.getNextSibling().node === undefined;
    const endsFunction = isLast && tryStatement.parentPath.parentPath.isFunction();
    return endsFunction ? 'the function returns undefined without it as well' : undefined;
  },
};

export const strykerPlugins = [
  { kind: 'Ignore', name: 'catch-returns-undefined', value: catchReturnsUndefined },
];
