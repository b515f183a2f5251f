import { ts } from '../../compiler.cjs';

export type ImportBinding =
  | { readonly kind: 'namespace'; readonly local: string; readonly statement: ts.Statement }
  | {
      readonly kind: 'list';
      readonly list: ts.NamedImports | ts.ObjectBindingPattern;
      readonly statement: ts.Statement;
    }
  | { readonly kind: 'type'; readonly statement: ts.Statement };

export function importsOf(file: ts.SourceFile, module: string): ImportBinding[] {
  const found: ImportBinding[] = [];
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) found.push(...importBindings(statement, module));
    else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        if (!declaration.initializer || loadedModule(declaration.initializer) !== module) continue;
        const { name } = declaration;
        if (ts.isIdentifier(name)) found.push({ kind: 'namespace', local: name.text, statement });
        else if (
          ts.isObjectBindingPattern(name) &&
          !name.elements.some((element) => element.dotDotDotToken)
        ) {
          found.push({ kind: 'list', list: name, statement });
        }
      }
    } else if (
      ts.isImportEqualsDeclaration(statement) &&
      ts.isExternalModuleReference(statement.moduleReference)
    ) {
      const { expression } = statement.moduleReference;
      if (ts.isStringLiteral(expression) && expression.text === module) {
        found.push({ kind: 'namespace', local: statement.name.text, statement });
      }
    }
  }
  return found;
}

function importBindings(statement: ts.ImportDeclaration, module: string): ImportBinding[] {
  if (!ts.isStringLiteral(statement.moduleSpecifier) || statement.moduleSpecifier.text !== module) return [];
  const clause = statement.importClause;
  if (!clause) return [];
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [{ kind: 'type', statement }];
  const named = clause.namedBindings;
  if (!named) return [];
  if (ts.isNamespaceImport(named)) return [{ kind: 'namespace', local: named.name.text, statement }];
  return [{ kind: 'list', list: named, statement }];
}

/** The module that `require('…')` or `await import('…')` loads. */
export function loadedModule(expression: ts.Expression): string | undefined {
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  if (!ts.isCallExpression(call)) return undefined;
  const isRequire = ts.isIdentifier(call.expression) && call.expression.text === 'require';
  if (!isRequire && call.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  const [argument] = call.arguments;
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

export function localName(binding: ImportBinding, name: string): string | undefined {
  if (binding.kind === 'namespace') return `${binding.local}.${name}`;
  if (binding.kind === 'type') return undefined;
  if (ts.isNamedImports(binding.list)) {
    const found = binding.list.elements.find(
      (element) => !element.isTypeOnly && (element.propertyName ?? element.name).text === name,
    );
    return found?.name.text;
  }
  const found = binding.list.elements.find(
    (element) => (element.propertyName ?? element.name).getText() === name,
  );
  return found && ts.isIdentifier(found.name) ? found.name.text : undefined;
}

/** The specifier of the import that declares a local name; undefined for a name that is declared otherwise, or nowhere. */
export function specifierOf(checker: ts.TypeChecker, name: ts.Identifier): string | undefined {
  for (
    let node: ts.Node | undefined = checker.getSymbolAtLocation(name)?.declarations?.[0];
    node;
    node = node.parent
  )
    if (ts.isImportDeclaration(node))
      return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  return undefined;
}
