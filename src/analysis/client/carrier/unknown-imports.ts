import { withoutComments } from '../../program/code-text-tests.ts';
import { codeOf } from '../../program/component-modules.ts';
import type { Project } from '../../program/project.ts';
import { shortPath } from '../../program/short-path.ts';
import { mayBeOwn } from '../../program/unparsed-files.ts';
import type { ChangedName } from './changed-names.ts';
import { type Gap, open } from './gap.ts';

/**
 * Files that import a changed name by a path that leads nowhere that is known: bundlers have aliases of their own. What stands
 * there may be the same thing. In TypeScript it is what `require` gives, which has no type there.
 */
export function unknownImports({ beyond }: Project, { name, node, files, isMember }: ChangedName): Gap[] {
  if (isMember) return [];
  const mentioning = beyond.mentioning?.([name]).get(name) ?? [];
  return mentioning
    .filter((file) => !files.includes(file))
    .flatMap((file) => {
      const written = codeOf(file, beyond.readText(file) ?? '');
      const leadsTo = (each: string) => beyond.resolveImport(each, file);
      const ofCode = (code: string) =>
        importedNames(code, name).find((each) => mayBeOwn(each) && leadsTo(each) === undefined) ??
        untypedRequires(file, code).find((each) => files.includes(leadsTo(each) ?? ''));
      const specifier = ofCode(written) ?? ofCode(withoutComments(written));
      return specifier === undefined
        ? []
        : [open('unparsed-mention', node, `It is '${name}' of '${specifier}' in ${shortPath(file)}.`)];
    });
}

/** The modules of `require('…')` outside of JavaScript; `import shared = require('…')` has a type. */
function untypedRequires(file: string, code: string): string[] {
  if (/\.[cm]?jsx?$/.test(file)) return [];
  return [...code.matchAll(/(?<!\bimport\s+[\w$]+\s*=\s*)\brequire\s*\(\s*(['"`])([^'"`\n]+)\1/g)].map(
    ([, , specifier]) => specifier ?? '',
  );
}

/** The modules of `import { name } from '…'` and `const { name } = require('…')`. */
function importedNames(code: string, name: string): string[] {
  const word = name.replace(/[$]/g, '\\$&');
  const imports = new RegExp(
    `(?:\\bimport|\\bexport|\\bconst|\\blet|\\bvar)\\b[^;'"\`=()]{0,400}(?<![\\w$])${word}(?![\\w$])[^;'"\`()]{0,400}?(?:\\bfrom|=\\s*(?:await\\s+)?(?:require|import)\\s*\\()\\s*(['"\`])([^'"\`\\n]+)\\1`,
    'g',
  );
  return [...code.matchAll(imports)].map(([, , specifier]) => specifier ?? '');
}
