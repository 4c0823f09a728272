// Tells Stryker which mutants change nothing: no test can detect them, and they would hide those that tests could.

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

/** Name and clause of an authorization check are descriptions only; no decision depends on them. */
const nameOfCheck = {
  shouldIgnore(path) {
    const property =
      path.isStringLiteral() && path.parentPath.isObjectProperty() ? path.parentPath : undefined;
    if (property === undefined || !['name', 'clause'].includes(property.node.key.name)) return undefined;
    const isCheck = property.parent.properties.some((other) => other.key?.name === 'run');
    return isCheck ? 'for the reader' : undefined;
  },
};

/** French and English texts (`Localized`, `createMessages`) of pages, on which no decision depends. */
const textForPeople = {
  shouldIgnore(path) {
    if (!path.isStringLiteral() && !path.isTemplateLiteral()) return undefined;
    const inLanguage = path.findParent(
      (parent) => parent.isObjectProperty() && ['fr', 'en'].includes(parent.node.key.name),
    );
    return inLanguage === null ? undefined : 'words for people';
  },
};

export const strykerPlugins = [
  { kind: 'Ignore', name: 'text-for-people', value: textForPeople },
  { kind: 'Ignore', name: 'name-of-check', value: nameOfCheck },
  { kind: 'Ignore', name: 'catch-returns-undefined', value: catchReturnsUndefined },
];
