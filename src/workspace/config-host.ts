import { statSync } from 'node:fs';
import type { ts } from 'ts-morph';
import { maxBytes } from './file-names.ts';

/**
 * What the compiler may read to understand a tsconfig. `extends` may lead anywhere: to a pipe or a device, which would
 * never end, or to a file of any size.
 */
export function configHost(compiler: typeof ts): ts.ParseConfigHost {
  const { sys } = compiler;
  const isReadable = (file: string): boolean => {
    try {
      const stat = statSync(file);
      return stat.isFile() && stat.size <= maxBytes;
    } catch {
      return false;
    }
  };
  return {
    useCaseSensitiveFileNames: sys.useCaseSensitiveFileNames,
    fileExists: isReadable,
    readFile: (file) => (isReadable(file) ? sys.readFile(file) : undefined),
    // The default include would list the whole tree.
    readDirectory: () => [],
  };
}
