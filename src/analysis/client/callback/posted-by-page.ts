import path from 'node:path';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { shortPath } from '../../program/short-path.ts';
import { isTestPath } from '../../program/test-files.ts';
import { unparsedMentions } from '../../program/unparsed-files.ts';
import type { QueryRead } from '../query/query-read.ts';
import { isSamePath, type RelayTo, routeAround } from './route-paths.ts';

/** A form of the project that posts a code which the page holds, and no `iss` next to it. */
interface PageForm {
  readonly file: string;
  readonly line: number;
  /** Where it is posted to, as it is written; empty for the address of the page itself. */
  readonly action: string;
}

/** The form of a page of this project that posts the code which a handler takes from a form. */
export function postedFrom(project: Project, { node, assumes }: QueryRead): RelayTo | undefined {
  if (assumes !== 'form-post') return undefined;
  const reader = node.getSourceFile().fileName;
  const route = routeAround(node);
  const found = formsIn(project).map((form) => ({
    place: `${shortPath(form.file)}:${form.line}`,
    isRoute: isPostedTo(form, reader, route),
  }));
  return found.find(({ isRoute }) => isRoute) ?? found[0];
}

function isPostedTo({ file, action }: PageForm, reader: string, route: string | undefined): boolean {
  // `?/login` names an action of the page.
  const [sent = ''] = action.split('?');
  const folder = path.posix.dirname(reader);
  if (sent === '') return file === reader || isServerOf(file, reader);
  if (!sent.startsWith('/')) return false;
  return route ? isSamePath(sent, route) : sent.length > 1 && folder.endsWith(sent);
}

/** `+page.server.ts` beside `+page.svelte` */
const isServerOf = (page: string, reader: string): boolean =>
  path.posix.dirname(page) === path.posix.dirname(reader) &&
  /^\+page\.server\.[jt]s$/.test(path.posix.basename(reader)) &&
  /^\+page\.svelte$/.test(path.posix.basename(page));

const formsIn = oncePerProject((project: Project): readonly PageForm[] => {
  const { beyond } = project;
  const sources = beyond.mentioning?.(['code']).get('code') ?? [];
  const pages = unparsedMentions(project, 'code', 'code') ?? [];
  const files = new Set([...sources, ...pages.map(({ file }) => file)]);
  return [...files].flatMap((file) => {
    const text = isTestPath(file) ? undefined : (beyond.readText(file) ?? beyond.unparsedText?.(file));
    return text === undefined ? [] : formsOf(file, text);
  });
});

/** A hidden field with a value: what a person types stands in a field that is seen. */
function formsOf(file: string, text: string): PageForm[] {
  if (!/\bhidden\b/.test(text) || nameOfField('iss').test(text)) return [];
  return [...text.matchAll(/<input\b[^>]{0,400}>/g)].flatMap(({ 0: field, index }) => {
    if (!nameOfField('code').test(field) || !/\bhidden\b/.test(field) || !/\bvalue\s*=/.test(field))
      return [];
    const before = text.slice(0, index);
    const form = before.slice(before.lastIndexOf('<form'));
    const [, action = ''] = /^<form\b[^>]*?\baction\s*=\s*["'{`]*([^"'`}\s>]*)/.exec(form) ?? [];
    return [{ file, line: before.split('\n').length, action }];
  });
}

const nameOfField = (name: string): RegExp => new RegExp(`\\bname\\s*=\\s*["'{\`\\\\]*${name}\\b`);
