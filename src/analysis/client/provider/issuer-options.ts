import { ts } from '../../../compiler.cjs';
import { expectedIssuerOption, issuerProviders, validationSwitches } from '../../../sdk/roles.ts';
import { references, wrapped } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { mentionsIn, nodesOf } from '../../program/node-index.ts';
import { certainValue, memberOf } from '../../program/option-members.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityAt, sdkEntityOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';

/** Options that leave an issuer unchecked. */
export interface UncheckedIssuer {
  readonly kind: 'issuer-missing' | 'issuer-empty' | 'validation-off';
  readonly node: ts.Node;
  readonly generation: 1 | 2;
}

export const uncheckedIssuers = (project: Project): UncheckedIssuer[] =>
  project.userFiles
    .filter((file) => !isTestFile(file))
    .flatMap((file) => [...withoutIssuer(project, file), ...switchedOff(project, file)]);

/** `new ClientCredentialsProvider({ clientId, clientSecret })`, and `super({ … })` of a class that extends it. */
function withoutIssuer(project: Project, file: ts.SourceFile): UncheckedIssuer[] {
  if (!issuerProviders.some((name) => file.text.includes(name))) return [];
  const made = [
    ...nodesOf<ts.NewExpression>(file, ts.SyntaxKind.NewExpression),
    ...nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression),
  ];
  return made.flatMap((node): UncheckedIssuer[] => {
    const constructed = ts.isNewExpression(node) ? node.expression : baseOf(node);
    const entity = constructed && sdkEntityAt(project, constructed);
    const [options] = node.arguments ?? [];
    if (!entity || !issuerProviders.includes(entity.name) || !options) return [];
    const { generation } = entity;
    const member = memberOf(project, options, expectedIssuerOption);
    if (member.entries.length === 0)
      return member.complete ? [{ kind: 'issuer-missing', node, generation }] : [];
    const value = certainValue(member);
    const known = value && throughConstants(project, value);
    if (!known) return [];
    if (ts.isIdentifier(known) && known.text === 'undefined')
      return [{ kind: 'issuer-missing', node, generation }];
    const isEmpty =
      known.kind === ts.SyntaxKind.NullKeyword || (ts.isStringLiteralLike(known) && known.text === '');
    return isEmpty ? [{ kind: 'issuer-empty', node: member.entries.at(-1)!.node, generation }] : [];
  });
}

/** What the class around `super(…)` extends. */
function baseOf({ expression }: ts.CallExpression): ts.Expression | undefined {
  if (expression.kind !== ts.SyntaxKind.SuperKeyword) return undefined;
  const owner = ts.findAncestor(expression, ts.isClassLike);
  const clause = owner?.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression;
}

/** `skipIssuerMetadataValidation: true` in options of the SDK, also in an object that is spread into them. */
function switchedOff(project: Project, file: ts.SourceFile): UncheckedIssuer[] {
  return validationSwitches
    .flatMap((name) => mentionsIn(file, name))
    .flatMap((name): UncheckedIssuer[] => {
      const property = name.parent;
      if (!ts.isPropertyAssignment(property) || property.name !== name) return [];
      if (throughConstants(project, property.initializer).kind !== ts.SyntaxKind.TrueKeyword) return [];
      const options = [property.parent, ...spreadsOf(project, property.parent)];
      const entity = options
        .flatMap((each) => partsOf(project.checker.getContextualType(each)))
        .map((part) => sdkEntityOf(project.checker.getPropertyOfType(part, name.text)))
        .find((each) => each !== undefined);
      return entity ? [{ kind: 'validation-off', node: property, generation: entity.generation }] : [];
    });
}

const partsOf = (type: ts.Type | undefined): readonly ts.Type[] =>
  type?.isUnion() ? type.types : type ? [type] : [];

/** The literals that take all members of a constant: `{ serverUrl, ...loose }`. */
function spreadsOf({ checker }: Project, literal: ts.ObjectLiteralExpression): ts.ObjectLiteralExpression[] {
  const { parent } = wrapped(literal);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return [];
  const symbol = checker.getSymbolAtLocation(parent.name);
  const uses = symbol ? references(checker, symbol, literal.getSourceFile()) : [];
  return uses.flatMap((use) => {
    const spread = wrapped(use).parent;
    return ts.isSpreadAssignment(spread) ? [spread.parent] : [];
  });
}
