import { ts } from 'ts-morph';

const runners = /^(vitest|@jest\/globals|node:test|mocha|bun:test|@playwright\/test|ava|tap)$/;

/** Named as tests are, or written with a test runner: nobody's program runs it. */
export function isTestFile(file: ts.SourceFile): boolean {
  if (/[.-](test|spec)\.[cm]?[jt]sx?$|\/__(tests|mocks)__\//.test(file.fileName)) return true;
  return file.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      runners.test(statement.moduleSpecifier.text),
  );
}
