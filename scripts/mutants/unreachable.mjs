/**
 * Leaves out of a `switch` what the compiler has proven to be never reached:
 * `default: return outcome satisfies never;`. No test can notice a change there.
 *
 * @param {any} path of Babel, which Stryker uses and does not give the types of
 */
function reasonNotToChange(path) {
  if (!path.isSwitchCase() || path.node.test !== null) return undefined;
  return path.node.consequent.some(isNever)
    ? 'The compiler proves that this is never reached.'
    : undefined;
}

/** @param {any} statement */
function isNever(statement) {
  const expression = statement.argument ?? statement.expression;
  return (
    expression?.type === 'TSSatisfiesExpression' &&
    expression.typeAnnotation.type === 'TSNeverKeyword'
  );
}

export const strykerPlugins = [
  { kind: 'Ignore', name: 'unreachable', value: { shouldIgnore: reasonNotToChange } },
];
