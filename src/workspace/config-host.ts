import { statSync } from 'node:fs';
import type { ts } from 'ts-morph';
import { maxBytes } from './file-names.ts';

/**
 * The file system as the compiler sees it while it reads a tsconfig: regular files of at most 5 MB. `extends` may lead
 * anywhere, also to a pipe or a device, which would never end.
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
    // A tsconfig without `include` would make the compiler list the whole tree.
    readDirectory: () => [],
  };
}
