import {
  codesOf403,
  codeValuesOf403,
  errorNames,
  redemptionNames,
  serverNames,
  stepUpNames,
} from '../sdk/facts.ts';
import { namesV2Package } from '../sdk/modules.ts';
import { suppressionMark } from './suppressions.ts';

/** Without one of these, or of the words below, a file only passes on what others declare: nothing is found in it. */
const siteNames = [...redemptionNames, ...errorNames, ...stepUpNames, ...serverNames, suppressionMark];

/** `auth(provider, options)`: the name may be imported by itself, and the options may come from another file. */
const redeemer = /(?<![\w/-])auth\b/;
/** A test of an error without its class, which only errors of v2 have: in a handler, or in a function that gets one. */
const untypedTest = /\bcatch\b|\.\s*then\b|\bstatus\b|\b40|forbidden|insufficient|upscop/i;
/** `CODES.has(error.code)`, where the codes stand in another file. */
const codeTest = /\bcode\b/;

/**
 * Which relevant files can hold a finding?
 * The others mention the SDK for their types alone. They come into the program when a candidate imports them, or a flow
 * asks for them.
 *
 * @param isV2 true when every import of the SDK is read as v2
 */
export function candidatesOf(
  files: readonly string[],
  textOf: (file: string) => string | undefined,
  isV2: boolean,
): readonly string[] {
  const texts = new Map(files.map((file) => [file, textOf(file) ?? '']));
  const some = (test: (text: string) => boolean): boolean => [...texts.values()].some(test);
  const words = [redeemer];
  if (isV2 || some(namesV2Package)) words.push(untypedTest);
  if (some((text) => codeNames.some((name) => text.includes(name)))) words.push(codeTest);
  return files.filter((file) => {
    const text = texts.get(file) ?? '';
    return siteNames.some((name) => text.includes(name)) || words.some((word) => word.test(text));
  });
}

const codeNames = [...codesOf403, ...codeValuesOf403];
