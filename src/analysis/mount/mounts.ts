import { ts } from '../../compiler.cjs';
import { mountFunctions } from '../../sdk/roles.ts';
import { descendants, unwrap } from '../ast.ts';
import type { Project } from '../project.ts';
import { program } from '../response/bindings.ts';
import { type SdkGeneration, sdkEntityAt } from '../sdk-symbols.ts';
import { isTestFile } from '../test-files.ts';

/** A call with which an application mounts (a part of) the SDK's authorization server or makes its metadata. */
export interface Mount {
  readonly call: ts.CallExpression;
  /** The SDK's name of the function, whatever it is called here. */
  readonly name: string;
  readonly generation: SdkGeneration;
  readonly options: ts.Expression;
}

const known = new WeakMap<Project, readonly Mount[]>();

/** All mounts of the program but those of tests, in the order of the files. */
export function mountsOf(project: Project): readonly Mount[] {
  const found = known.get(project) ?? findMounts(project);
  known.set(project, found);
  return found;
}

function findMounts(project: Project): Mount[] {
  return program(project)
    .filter((file) => mountFunctions.some((name) => file.text.includes(name)) && !isTestFile(file))
    .flatMap((file) => [...descendants(file)].filter(ts.isCallExpression))
    .flatMap((call): Mount[] => {
      const [options] = call.arguments;
      if (!options) return [];
      const entity = sdkEntityAt(project, unwrap(call.expression));
      if (!entity || entity.member || !mountFunctions.includes(entity.name)) return [];
      return [{ call, name: entity.name, generation: entity.generation, options }];
    });
}
