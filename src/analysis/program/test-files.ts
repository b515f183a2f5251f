import { ts } from '../../compiler.cjs';
import { codeText } from './ast.ts';

const runners = /^(vitest|@jest\/globals|node:test|mocha|bun:test|@playwright\/test|ava|tap)$/;

const known = new WeakMap<ts.SourceFile, boolean>();

/** True for a file that is named like a test or uses a test runner: the application never runs it. */
export function isTestFile(file: ts.SourceFile): boolean {
  const found = known.get(file) ?? looksLikeTest(file);
  known.set(file, found);
  return found;
}

function looksLikeTest(file: ts.SourceFile): boolean {
  return isTestPath(file.fileName) || file.statements.some(isOfRunner);
}

/** The same for a file that is not parsed, by its name alone. */
export const isTestPath = (file: string): boolean =>
  /[.-](test|spec)\.[cm]?[jt]sx?$|\/__(tests|mocks)__\//.test(file);

function isOfRunner(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) {
    return ts.isStringLiteral(statement.moduleSpecifier) && runners.test(statement.moduleSpecifier.text);
  }
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
  const [name] = statement.expression.arguments;
  const callee = codeText(statement.expression.expression);
  return /^(describe|it|test)\b/.test(callee) && name !== undefined && ts.isStringLiteralLike(name);
}
