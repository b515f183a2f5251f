// Counts the house: places, imports between them, layers, circles, long files and names used twice. `npm run house [folder]`; exits with 1 when there is a circle.
//
// A place is a folder with source files, or a file that lies loose beside such folders. The rules of transforms/ are alike and
// count as one place. Imports of types count, too.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

const root = resolve(process.argv[2] ?? '.');
const roots = ['src', 'transforms'].filter((name) => isFolder(join(root, name)));
const skipped = new Set(['node_modules', 'dist', 'fixtures', 'declarations']);

const files = (roots.length > 0 ? roots : ['.']).flatMap((name) => sources(join(root, name))).sort();
/** Folders that hold folders with sources: what lies in them directly lies loose. */
const parents = new Set(files.flatMap((file) => above(dirname(file))));
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const places = new Map();
const arrows = new Map();
for (const [file, targets] of imports) {
  const from = placeOf(file);
  const reached = places.get(from) ?? places.set(from, new Set()).get(from);
  for (const to of [...targets].map(placeOf)) {
    if (to === from) continue;
    reached.add(to);
    const arrow = `${from} → ${to}`;
    arrows.set(arrow, (arrows.get(arrow) ?? 0) + 1);
  }
}

const lines = files.map((file) => [readFileSync(join(root, file), 'utf8').split('\n').length - 1, file]);
const [most, longest] = lines.sort(([a], [b]) => b - a)[0] ?? [0, 'none'];
const names = files.map((file) => basename(file)).filter((name) => !/^(index|rule)\./.test(name));
const shared = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
const folders = [...places.keys()].filter((place) => !files.includes(place));
const fileCircles = groups(imports).filter((group) => group.length > 1);
const placeCircles = groups(places).filter((group) => group.length > 1);

console.log(
  [
    `files                   ${files.length}`,
    `places                  ${places.size} (folders ${folders.length}, loose files ${places.size - folders.length})`,
    `imports between places  ${arrows.size}`,
    `layers                  ${layersOf(places)}`,
    `circles of files        ${fileCircles.length}${tied(fileCircles, 'files')}`,
    `circles of places       ${placeCircles.length}${tied(placeCircles, 'places')}`,
    `files over 300 lines    ${lines.filter(([count]) => count > 300).length} (the longest is ${longest}, ${most} lines)`,
    `file names used twice   ${shared.length}${shared.length > 0 ? ` (${shared.sort().join(', ')})` : ''}`,
    ...[...fileCircles, ...placeCircles].map(
      (group) => `\ncircle:\n${group.map((each) => `  ${each}`).join('\n')}`,
    ),
  ].join('\n'),
);
process.exitCode = fileCircles.length + placeCircles.length > 0 ? 1 : 0;

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : sources(path);
    return /\.[cm]?[jt]sx?$/.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name) ? [nameOf(path)] : [];
  });
}

/** Names are relative to the folder that was asked for, with slashes everywhere. */
function nameOf(path) {
  return relative(root, path).split(sep).join('/');
}

function above(folder) {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...above(parent)];
}

function importsOf(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const known = new Set(files);
  const found = ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) return [];
    const target = nameOf(resolve(root, dirname(file), fileName));
    const written = [target, target.replace(/\.([cm]?)js$/, '.$1ts'), `${target}.ts`, `${target}/index.ts`];
    return written.filter((each) => known.has(each)).slice(0, 1);
  });
  return new Set(found.filter((target) => target !== file));
}

function placeOf(file) {
  const folder = dirname(file);
  if (roots.includes('transforms') && folder.split('/')[0] === 'transforms') return 'transforms';
  return parents.has(folder) ? file : folder;
}

/** What reaches each other is one group (Tarjan's strongly connected components); a group comes after all it reaches. */
function groups(graph) {
  const [index, low, stack, found] = [new Map(), new Map(), [], []];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node)) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) === index.get(node)) found.push(stack.splice(stack.indexOf(node)).sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** The longest chain of imports between places; a circle counts as one layer for each of its places. */
function layersOf(graph) {
  const depth = new Map();
  for (const group of groups(graph)) {
    const below = group.flatMap((node) => [...graph.get(node)].filter((next) => !group.includes(next)));
    const layer = Math.max(0, ...below.map((next) => depth.get(next))) + group.length;
    for (const node of group) depth.set(node, layer);
  }
  return Math.max(0, ...depth.values());
}

function tied(circles, what) {
  const largest = Math.max(0, ...circles.map((group) => group.length));
  return largest > 0 ? ` (the largest ties ${largest} ${what})` : '';
}
