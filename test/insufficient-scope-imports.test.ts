import { describe, expect, it } from 'vitest';
import { ensureImport } from '../src/analysis/program/import-edit.ts';
import { createProject } from '../src/analysis/program/project.ts';
import { applyEdits } from '../src/edit/apply.ts';

const module = '@modelcontextprotocol/client';
const name = 'InsufficientScopeError';

function imported(text: string, file = '/src/a.ts', beside?: string): { local: string; after: string } {
  const isEsModule = (path: string) => !path.endsWith('.cjs') && path !== '/src/common.js';
  const readText = (path: string) => (path === file ? text : undefined);
  const project = createProject([file], { readText, resolveImport: () => undefined, isEsModule });
  const request = { module, name, ...(beside ? { beside } : {}) };
  const { local, edits } = ensureImport(project, project.files[0]!, request);
  expect(ensureImport(project, project.files[0]!, request).edits, 'asking twice gives the same').toEqual(
    edits,
  );
  return { local, after: applyEdits(text, edits) };
}

describe('ensureImport', () => {
  it.each([
    [
      'keeps a sorted list sorted',
      `import { Client, SdkHttpError } from '${module}';\n`,
      `import { Client, ${name}, SdkHttpError } from '${module}';\n`,
    ],
    [
      'appends to an unsorted list',
      `import { UnauthorizedError, Client } from "${module}"\n`,
      `import { UnauthorizedError, Client, ${name} } from "${module}"\n`,
    ],
    [
      'keeps a list of lines',
      `import {\n\tClient,\n\tSdkHttpError,\n} from '${module}';\n`,
      `import {\n\tClient,\n\t${name},\n\tSdkHttpError,\n} from '${module}';\n`,
    ],
    [
      'appends to a list of lines without a last comma',
      `import {\n  B,\n  A\n} from '${module}'\n`,
      `import {\n  B,\n  A,\n  ${name}\n} from '${module}'\n`,
    ],
    [
      'leaves a type-only import alone',
      `import type { Client } from '${module}';\n`,
      `import type { Client } from '${module}';\nimport { ${name} } from '${module}';\n`,
    ],
    [
      'does not take a type for a value',
      `import { type ${name} as Type, A } from '${module}';\n`,
      `import { type ${name} as Type, A, ${name} as Mcp${name} } from '${module}';\n`,
    ],
    ['fills an empty list', `import {} from '${module}';\n`, `import { ${name} } from '${module}';\n`],
    [
      'writes a statement of its own beside a default import',
      `import client from '${module}';\n`,
      `import client from '${module}';\nimport { ${name} } from '${module}';\n`,
    ],
    [
      'follows the last import of the file',
      `import a from "a"\nimport b from "b"\n\na(b)\n`,
      `import a from "a"\nimport b from "b"\nimport { ${name} } from "${module}"\n\na(b)\n`,
    ],
    [
      'stands behind shebang, directive and header',
      `#!/usr/bin/env node\n// header\n'use strict';\nrun();\n`,
      `#!/usr/bin/env node\n// header\n'use strict';\nimport { ${name} } from '${module}';\nrun();\n`,
    ],
  ])('%s', (_, text, after) => expect(imported(text).after).toBe(after));

  it('extends the list that has the class of the guard', () => {
    const text = `import { UnauthorizedError } from '${module}';\nimport { SdkHttpError } from '${module}';\n`;
    expect(imported(text, '/src/a.ts', 'SdkHttpError').after).toContain(`{ ${name}, SdkHttpError }`);
  });

  it('uses what is there', () => {
    for (const [text, local] of [
      [`import * as mcp from '${module}';\n`, `mcp.${name}`],
      [`import { ${name} as Scope } from '${module}';\n`, 'Scope'],
      [`import { ${name} } from '${module}';\n`, name],
      [`const { ${name}: Scope } = require('${module}');\n`, 'Scope'],
      [`const mcp = require('${module}');\n`, `mcp.${name}`],
      [`import mcp = require('${module}');\n`, `mcp.${name}`],
    ] as const) {
      expect(imported(text)).toEqual({ local, after: text });
    }
  });

  it('takes another name where the file uses the word, even in an inner scope', () => {
    const text = `import { A } from '${module}';\nfunction f(${name}: unknown) { return ${name}; }\n`;
    const { local, after } = imported(text);
    expect(local).toBe(`Mcp${name}`);
    expect(after).toContain(`import { A, ${name} as Mcp${name} } from`);
  });

  it('writes CommonJS where the file is CommonJS', () => {
    const after = `const { ${name} } = require('${module}');\nrun();\n`;
    expect(imported('run();\n', '/src/a.cjs').after).toBe(after);
    expect(imported('run();\n', '/src/common.js').after).toBe(after);
    const text = `const { A } = require("b")\n`;
    expect(imported(text, '/src/a.cjs').after).toBe(
      `${text.trim()}\nconst { ${name} } = require("${module}")\n`,
    );
  });

  it('extends what a dynamic import is taken apart into', () => {
    const text = `const { SdkHttpError } = await import('${module}');\n`;
    expect(imported(text).after).toBe(`const { ${name}, SdkHttpError } = await import('${module}');\n`);
  });
});
