import { ts } from '../../../compiler.cjs';
import { oauthProviderInterface } from '../../../sdk/roles.ts';
import { standsFor } from '../../program/declaration-at.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { sdkEntityOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';

/** The client's OAuth providers of the project. The client calls them on the way, so what they throw comes out of it. */
export function ownProviders(project: Project): ts.Node[] {
  return project.userFiles
    .filter((file) => !isTestFile(file))
    .flatMap((file) => mentionsIn(file, requiredMember))
    .flatMap(({ parent: member }) => {
      const owner = member.parent;
      if (!ts.isClassLike(owner) && !ts.isObjectLiteralExpression(owner)) return [];
      const isProvider = standsFor(project, member as ts.Declaration).some(
        (each) => sdkEntityOf((each as { symbol?: ts.Symbol }).symbol)?.name === oauthProviderInterface,
      );
      return isProvider ? [owner] : [];
    });
}

/** Every provider has it. */
const requiredMember = 'redirectToAuthorization';
