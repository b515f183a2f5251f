import { ts } from '../../../compiler.cjs';
import { expectedIssuerOption, issuerProviders, validationSwitches } from '../../../sdk/roles.ts';
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

/** `new ClientCredentialsProvider({ clientId, clientSecret })` */
function withoutIssuer(project: Project, file: ts.SourceFile): UncheckedIssuer[] {
  if (!issuerProviders.some((name) => file.text.includes(name))) return [];
  return nodesOf<ts.NewExpression>(file, ts.SyntaxKind.NewExpression).flatMap((node): UncheckedIssuer[] => {
    const entity = sdkEntityAt(project, node.expression);
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

/** `skipIssuerMetadataValidation: true` in options of the SDK. */
function switchedOff(project: Project, file: ts.SourceFile): UncheckedIssuer[] {
  return validationSwitches
    .flatMap((name) => mentionsIn(file, name))
    .flatMap((name): UncheckedIssuer[] => {
      const property = name.parent;
      if (!ts.isPropertyAssignment(property) || property.name !== name) return [];
      if (throughConstants(project, property.initializer).kind !== ts.SyntaxKind.TrueKeyword) return [];
      const wanted = project.checker.getContextualType(property.parent);
      const parts = wanted?.isUnion() ? wanted.types : wanted ? [wanted] : [];
      const entity = parts
        .map((part) => sdkEntityOf(project.checker.getPropertyOfType(part, name.text)))
        .find((each) => each !== undefined);
      return entity ? [{ kind: 'validation-off', node: property, generation: entity.generation }] : [];
    });
}
