import { fileOf, readParts } from './component-modules.ts';
import { templateCode } from './template-code.ts';

/** Whether the template of a component calls a function while it is rendered. What an event calls waits for a person. */
export function callsWhileRendered(file: string, text: string, name: string): boolean {
  return readParts(file, text) !== undefined && word(name, '\\s*\\(').test(rendered(file, text));
}

/** Whether the template of a component shows the value of a name. To test it is not to show it. */
export function showsInTemplate(module: string, text: string, name: string): boolean {
  if (fileOf(module) !== module || !readParts(module, text)) return false;
  const shown = rendered(module, text)
    .replace(/\bv-(?:if|else-if|show|for|model)\b\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    .replace(/\{[#:/@](?!html)[^{}]*\}/g, '');
  return word(name, '(?!\\s*(?:&&|\\?(?![.?])|[!=]==?|:))', '(?<![!`])(?<![^=]["\'])').test(shown);
}

/** The code of a template without what events run. */
const rendered = (file: string, text: string): string =>
  templateCode(file, text)
    .replace(/(?:@|\bv-on:)[^\s=>@]{0,100}\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    .replace(/\{\s*(?:async\s*)?(?:\([^)]{0,400}\)|\w+)\s*=>[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '');

const word = (name: string, after: string, before = ''): RegExp =>
  new RegExp(`(?<![.\\w$])${before}${name.replace(/[$]/g, '\\$&')}(?![\\w$])${after}`);
