import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Asked, maxFilesPerName, maxWork, untilAnswered } from '../src/analysis/program/asked.ts';
import { createProject, type Project } from '../src/analysis/program/project.ts';
import { ts } from '../src/compiler.cjs';
import type { Edit } from '../src/model/edit.ts';
import { decide, type Match } from '../src/model/fix.ts';
import { Stopwatch } from '../src/model/timing.ts';
import { analyze } from '../src/pipeline/analyze.ts';
import { plan } from '../src/pipeline/plan.ts';
import { discover } from '../src/workspace/discover.ts';
import { openWorkspace } from '../src/workspace/workspace.ts';
import type { Rule } from '../transforms/contract.ts';
import { repository, tree } from './workspace-helpers.ts';

interface Wrapper extends Match {
  readonly complete: boolean;
  readonly callers: readonly ts.CallExpression[];
}

/** What the flow does: functions of relevant files, then who calls them, then who calls those. */
function wrappers(project: Project): readonly Wrapper[] {
  const functionsOf = (file: ts.SourceFile) => file.statements.filter(ts.isFunctionDeclaration);
  return project.files.flatMap(functionsOf).map((declaration) => {
    const callers: ts.CallExpression[] = [];
    let complete = true;
    const seen = new Set<ts.Node>();
    const follow = (callee: ts.FunctionDeclaration): void => {
      if (seen.has(callee) || !callee.name) return;
      seen.add(callee);
      complete = project.ask(callee.name.text) && complete;
      for (const call of project.userFiles.flatMap((file) => callsOf(project, file, callee))) {
        callers.push(call);
        const outer = ts.findAncestor(call, ts.isFunctionDeclaration);
        if (outer) follow(outer);
      }
    };
    follow(declaration);
    return { node: declaration, generation: 2, complete, callers };
  });
}

function callsOf(project: Project, file: ts.SourceFile, callee: ts.FunctionDeclaration): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      let symbol = project.checker.getSymbolAtLocation(node.expression);
      if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = project.checker.getAliasedSymbol(symbol);
      if (symbol?.valueDeclaration === callee) calls.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
}

const rule: Rule<Wrapper> = {
  info: { id: 'fake', severity: 'error', summary: '', docs: '' } as unknown as Rule['info'],
  detect: wrappers,
  describe: ({ callers, complete }) => ({
    message: complete ? 'complete' : 'incomplete',
    flow: callers.map((node) => ({ node, message: 'call' })),
  }),
  fix: ({ callers, complete }) =>
    complete && callers.length > 0
      ? decide(callers.map(lift), {})
      : { level: 'none', refusal: 'needs-other-file' },
};

const lift = (call: ts.CallExpression): Edit => {
  const argument = call.arguments[0]!;
  return {
    file: call.getSourceFile().fileName,
    start: argument.getStart(),
    end: argument.getEnd(),
    text: 'params',
  };
};

const names = ['@modelcontextprotocol/'];
const wrapper = `import '@modelcontextprotocol/client'; // finishAuth
export function completeLogin(code: string) { return code; }
`;
const caller = "import { completeLogin } from './wrapper.js';\ncompleteLogin('code');\n";

async function analyzed(
  dir: string,
  options: {
    paths?: readonly string[];
    ignore?: readonly string[];
    cwd?: string;
    rules?: readonly Rule[];
  } = {},
) {
  const cwd = options.cwd ?? dir;
  const discovery = await discover({
    cwd,
    names,
    paths: options.paths ?? ['.'],
    ignore: options.ignore ?? [],
  });
  const workspace = openWorkspace(cwd, discovery);
  const analysis = analyze(workspace, options.rules ?? [rule as Rule], {}, new Stopwatch());
  const [first] = analysis.found;
  return {
    analysis,
    workspace,
    message: first?.message,
    fix: first?.fix,
    callers: first?.flow.map(({ file }) => path.relative(dir, file)).sort(),
  };
}

describe('a caller in a file that names no SDK package', () => {
  test.each([
    ['git', repository],
    ['no git', tree],
  ])('is found and may be changed, with %s', async (_, make) => {
    const dir = make({ 'src/wrapper.ts': wrapper, 'src/caller.ts': caller, 'src/other.ts': 'export {};\n' });
    const { analysis, callers, fix } = await analyzed(dir);
    expect(callers).toEqual(['src/caller.ts']);
    expect(fix?.level).toBe('safe');
    expect(analysis.filesAnalyzed).toBe(2);
    expect([...analysis.texts.keys()].map((file) => path.relative(dir, file))).toEqual([
      'src/wrapper.ts',
      'src/caller.ts',
    ]);
    expect(analysis.importersOf(path.join(dir, 'src/wrapper.ts'))).toEqual({
      files: [path.join(dir, 'src/caller.ts')],
      isComplete: true,
    });
  });

  test('is found through what it imports, and so are its own callers', async () => {
    const { callers, analysis } = await analyzed(
      repository({
        'a/wrapper.ts': wrapper,
        'a/index.ts': "export * from './wrapper.js';\n",
        'b/login.ts':
          "import { completeLogin } from '../a';\nexport function login(c: string) { completeLogin(c); }\n",
        'c/route.ts': "import { login } from '../b/login.js';\nlogin('code');\n",
      }),
    );
    expect(callers).toEqual(['b/login.ts', 'c/route.ts']);
    expect(analysis.filesAnalyzed).toBe(3);
  });

  test('rules look for no match there', async () => {
    const other = 'export function completeLogin(code: string) {}\n';
    const { analysis } = await analyzed(repository({ 'wrapper.ts': wrapper, 'other.ts': other }));
    expect(analysis.found.map(({ file }) => path.basename(file))).toEqual(['wrapper.ts']);
  });

  test('is read but not changed where it was not given', async () => {
    const dir = repository({ 'src/wrapper.ts': wrapper, 'app/caller.ts': caller.replace('./', '../src/') });
    for (const options of [{ paths: ['src'] }, { cwd: path.join(dir, 'src') }, { ignore: ['app'] }]) {
      const { callers, fix } = await analyzed(dir, options);
      expect(callers).toEqual(['app/caller.ts']);
      expect(fix).toEqual({ level: 'none', refusal: 'needs-other-file' });
    }
    expect((await analyzed(dir)).fix?.level).toBe('safe');
  });

  test('is not searched where git ignores it', async () => {
    const { callers, analysis } = await analyzed(
      repository({ 'wrapper.ts': wrapper, 'out/caller.ts': caller, '.gitignore': 'out\n' }),
    );
    expect(callers).toEqual([]);
    expect(analysis.filesAnalyzed).toBe(1);
  });

  test('that does not parse stops the fix that would change it, and nothing else', async () => {
    const broken = `${caller}const = ;\n`;
    const dir = repository({ 'wrapper.ts': wrapper, 'caller.ts': broken });
    const { analysis } = await analyzed(dir);
    expect(analysis.found).toEqual([]);
    expect(analysis.problems).toEqual([
      { file: path.join(dir, 'caller.ts'), message: expect.stringMatching(/does not parse.*line 3/) },
    ]);
    const only = await analyzed(
      repository({ 'wrapper.ts': wrapper, 'other.ts': 'completeLogin const = ;\n' }),
    );
    // What it means by the name cannot be seen, so it is told, too.
    expect(only.analysis.problems).toEqual([
      { file: expect.stringMatching(/other\.ts$/), message: expect.stringMatching(/does not parse/) },
    ]);
    expect(only.analysis.found.length).toBe(1);
  });
});

test('a name that too many files mention is refused, and brings no file', async () => {
  const many = Object.fromEntries(
    Array.from({ length: maxFilesPerName }, (_, index) => [
      `m/${index}.ts`,
      'export const m = () => completeLogin;\n',
    ]),
  );
  const few = await analyzed(repository({ 'wrapper.ts': wrapper, ...many, 'm/0.ts': '' }));
  expect([few.message, few.analysis.filesAnalyzed]).toEqual(['complete', maxFilesPerName]);
  const { message, analysis } = await analyzed(repository({ 'wrapper.ts': wrapper, ...many }));
  expect([message, analysis.filesAnalyzed]).toEqual(['incomplete', 1]);
});

test('the work is bounded: what a later round would find is refused', async () => {
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `f${index + 1}.ts`,
        `import { f${index} } from './f${index}.js';\nexport function f${index + 1}(c: string) { f${index}(c); }\n`,
      ]),
    );
  const first = "import '@modelcontextprotocol/client'; // finishAuth\nexport function f0(c: string) {}\n";
  const near = await analyzed(tree({ 'f0.ts': first, ...chain(40) }));
  expect([near.message, near.callers?.length]).toEqual(['complete', 40]);
  // Each round brings one file, so the programs hold 1 + 2 + … files.
  const reached = Math.ceil(Math.sqrt(2 * maxWork));
  const far = await analyzed(tree({ 'f0.ts': first, ...chain(reached + 10) }));
  expect(far.message).toBe('incomplete');
  expect(far.callers?.length).toBeLessThan(reached + 10);
});

test('what is learnt after edits reaches files that were not in the first program', async () => {
  // Two fixes overlap, so there is a second look; only that one asks for the name.
  const second: Rule = {
    ...(rule as Rule),
    detect: (project) => {
      const isDone = project.userFiles.some(({ text }) => text.includes('completeLogin(params)'));
      return !isDone && project.files.some(({ text }) => /lifted/.test(text)) ? wrappers(project) : [];
    },
  };
  const first: Rule = {
    info: { ...rule.info, id: 'first' },
    detect: (project) =>
      project.files.filter(({ text }) => !/lifted/.test(text)).map((node) => ({ node, generation: 2 })),
    describe: () => ({ message: 'first', flow: [] }),
    fix: ({ node }) =>
      decide([{ file: node.getSourceFile().fileName, start: 0, end: 0, text: '/* lifted */ ' }], {}),
  };
  const twin: Rule = { ...first, info: { ...rule.info, id: 'twin' } };
  twin.fix = ({ node }) =>
    decide([{ file: node.getSourceFile().fileName, start: 0, end: 0, text: '/* other */ ' }], {});
  const dir = repository({ 'wrapper.ts': wrapper, 'caller.ts': caller });
  const { analysis } = await analyzed(dir, { rules: [first, twin, second] });
  expect(analysis.filesAnalyzed).toBe(1);
  const { changes } = plan(
    analysis.found,
    analysis.texts,
    { unsafe: false, withhold: () => undefined },
    analysis.again,
  );
  expect(changes.map(({ file, after }) => [path.basename(file), after])).toEqual([
    ['caller.ts', caller.replace("'code'", 'params')],
    ['wrapper.ts', `/* lifted */ ${wrapper}`],
  ]);
  expect(changes[0]?.before).toBe(caller);
  expect(analysis.filesAnalyzed).toBe(2);
});

describe('the project', () => {
  const texts: Record<string, string> = {
    '/a.ts': wrapper,
    '/b.ts': "import { c } from './c.js';\nc.completeLogin('x');\n",
    '/c.ts': "import { d } from './d.js';\nexport const c = { completeLogin(code: string) { d(code); } };\n",
    '/d.ts': 'export const d = (code: string) => code;\n',
  };
  const provider = {
    readText: (file: string) => texts[file],
    resolveImport: (specifier: string) => `/${specifier.slice(2, -3)}.ts`,
  };
  const lookUp = (files: readonly string[], tooMany: readonly string[] = []) => ({
    mentioning: (names: readonly string[]) =>
      new Map(names.map((name) => [name, tooMany.includes(name) ? undefined : files])),
    meaning: (mentioning: readonly string[]) => mentioning,
    isSource: (file: string) => file in texts,
  });
  const userFiles = (asked: Asked) =>
    createProject(['/a.ts'], provider, { asked })
      .userFiles.map(({ fileName }) => fileName)
      .sort();

  test('files that were asked for lead on to their imports, as relevant ones do', () => {
    const asked = new Asked(['/a.ts']);
    expect(userFiles(asked)).toEqual(['/a.ts']);
    createProject(['/a.ts'], provider, { asked }).askFile('/b.ts');
    expect(asked.answer(lookUp([]))).toBe(true);
    expect(userFiles(asked)).toEqual(['/a.ts', '/b.ts', '/c.ts']);
    asked.file('/c.ts');
    expect(asked.answer(lookUp([]))).toBe(true);
    expect(userFiles(asked)).toEqual(['/a.ts', '/b.ts', '/c.ts', '/d.ts']);
    expect(createProject(['/a.ts'], provider, { asked }).files.map(({ fileName }) => fileName)).toEqual([
      '/a.ts',
    ]);
  });

  test('what nothing new comes of needs no further round', () => {
    const asked = new Asked(['/a.ts']);
    asked.file('/a.ts');
    asked.file('/gone.ts');
    expect(asked.name('completeLogin')).toBe(true);
    expect(asked.answer(lookUp(['/a.ts']))).toBe(false);
    expect([asked.name('completeLogin'), asked.files, asked.refused]).toEqual([true, [], []]);
  });

  test('a refused name needs one, and stays refused', () => {
    const asked = new Asked(['/a.ts']);
    expect(asked.name('get')).toBe(true);
    expect(asked.answer(lookUp([], ['get']))).toBe(true);
    expect([asked.name('get'), asked.refused, asked.exhausted]).toEqual([false, ['get'], false]);
    expect(asked.answer(lookUp([]))).toBe(false);
  });

  test('after the last round new names are refused, old ones answered as before', () => {
    const asked = new Asked(['/a.ts']);
    let rounds = 0;
    const look = () => {
      rounds++;
      const first = asked.name('first');
      // A flow that never ends: each round finds another file.
      texts[`/new${rounds}.ts`] = '';
      asked.file(`/new${rounds}.ts`);
      return [first, asked.name(`name${rounds}`)];
    };
    const answers = untilAnswered(asked, lookUp(['/b.ts']), {
      open: () => undefined,
      // Each program costs a third of what is allowed.
      workOf: () => maxWork / 3,
      seeks: [],
      looks: [look],
    });
    expect([rounds, answers, asked.exhausted]).toEqual([4, [[true, false]], true]);
    expect(asked.refused).toEqual(['name3', 'name4']);
  });

  test('the same text is parsed once for all programs', () => {
    const parsed = new Map();
    const [one, two] = [0, 1].map(() => createProject(['/a.ts'], provider, { parsed }));
    expect(two?.files[0]).toBe(one?.files[0]);
    expect(two?.program).not.toBe(one?.program);
    const changed = { ...provider, readText: () => 'export {};' };
    expect(createProject(['/a.ts'], changed, { parsed }).files[0]?.text).toBe('export {};');
    expect(createProject(['/a.ts'], provider, { parsed }).files[0]).toBe(one?.files[0]);
  });

  test('asks whoever knows which modules are public', () => {
    const publicModules = (file: string) => (file === '/a.ts' ? ['/index.ts'] : undefined);
    const project = createProject(['/a.ts'], { ...provider, publicModules });
    expect([project.publicModules('/a.ts'), project.publicModules('/b.ts')]).toEqual([
      ['/index.ts'],
      undefined,
    ]);
    expect(createProject(['/a.ts'], provider).publicModules('/a.ts')).toBeUndefined();
  });
});
