import { ts } from '../../../compiler.cjs';
import { type ErrorFamily, verifierInterfaces, verifyMethod } from '../../../sdk/verifier-roles.ts';
import type { FunctionLike } from '../../program/ast.ts';
import { bodyOf } from '../../program/callees.ts';
import { memberKey } from '../../program/declaration-at.ts';
import { nearFiles } from '../../program/importing-files.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { sdkTypes } from '../../program/sdk-symbols.ts';
import { syntaxOf } from '../../program/syntax-index.ts';
import { isTestFile } from '../../program/test-files.ts';
import { instanceType } from '../response/provider/provider-node.ts';
import { type Receiver, receiversOf } from './error-receivers.ts';
import { methodsBehind } from './verifier-origin.ts';

/**
 * What may a middleware get whose verifier the program does not show?
 * Asked where its option is a parameter that nobody was seen to pass, or is typed by the SDK's interface alone.
 * Gives the methods of all classes that implement the interface, where every such middleware is of one family.
 */
export function candidatesFor(project: Project, receiver: Receiver, method: string): readonly FunctionLike[] {
  const families = new Set(
    receiversOf(project)
      .filter(({ methods }) => methods.includes(method))
      .filter(({ values }) =>
        values.every((value) => methodsBehind(project, value, method).functions.length === 0),
      )
      .map(({ family }) => family),
  );
  if (families.size !== 1 || receiver.values.length === 0) return [];
  return implementing(project).flatMap((owner) => {
    const own = owner.members.find(({ name }) => memberKey(name) === method);
    return (own && bodyOf(project, own)) ?? [];
  });
}

/** The middlewares and endpoints of another family of which the program does not show what they get: it may be this verifier. */
export function unseenReceivers(project: Project, family: ErrorFamily, method: string): readonly Receiver[] {
  return receiversOf(project)
    .filter((receiver) => receiver.family !== family && receiver.methods.includes(method))
    .filter(({ values }) => {
      const all = values.map((value) => methodsBehind(project, value, method));
      return all.length === 0 || all.some(({ functions, complete }) => functions.length === 0 && !complete);
    });
}

const implementing = oncePerProject((project: Project): readonly ts.ClassLikeDeclaration[] => {
  const near = nearFiles(project);
  const owners = new Set<ts.ClassLikeDeclaration>();
  for (const { parent } of syntaxOf(project).members.get(verifyMethod) ?? [])
    if (ts.isClassLike(parent) && near.has(parent.getSourceFile()) && !isTestFile(parent.getSourceFile()))
      owners.add(parent);
  return [...owners].filter((owner) => {
    const type = instanceType(project, owner);
    return (
      type && sdkTypes(project, type).some(({ name, member }) => !member && verifierInterfaces.includes(name))
    );
  });
});
