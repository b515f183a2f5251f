import { readParts } from './component-modules.ts';
import { templateCode } from './template-code.ts';

/** Whether the template of a component calls a function while it is rendered. What an event calls waits for a person. */
export function callsWhileRendered(file: string, text: string, name: string): boolean {
  if (!readParts(file, text)) return false;
  const rendered = templateCode(file, text)
    .replace(/(?:@|\bv-on:)[^\s=>]*\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    .replace(/\{\s*(?:async\s*)?(?:\([^)]*\)|\w+)\s*=>[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '');
  return new RegExp(`(?<![.\\w$])${name.replace(/[$]/g, '\\$&')}\\s*\\(`).test(rendered);
}
