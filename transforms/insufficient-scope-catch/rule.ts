import { fixOf, matchesOf } from '../../src/analysis/errors/branch/index.ts';
import { type ReportMatch, reportMessages } from '../../src/analysis/errors/branch/reports.ts';
import type { ScopeMatch } from '../../src/analysis/errors/branch/scope-match.ts';
import { seekPredicateUses, seekRenamedClasses } from '../../src/analysis/errors/guards/predicate-uses.ts';
import { codeAskedBefore } from '../../src/analysis/errors/status/index.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

/**
 * Since client 2.0.0-beta.1 a 403 insufficient_scope is an InsufficientScopeError, which no test for SdkHttpError catches.
 * The rule evaluates each handler for both errors. Where the outcomes differ, it writes what the handler did for the 403.
 */
export const rule: Rule<ScopeMatch | ReportMatch> = {
  info: infoOf('insufficient-scope-catch'),
  begins: 'InsufficientScopeError',

  /** Classes under another name, and functions that tell errors apart, may be used in files that name no SDK. */
  seek(project) {
    seekRenamedClasses(project);
    seekPredicateUses(project);
  },

  detect: (project) =>
    matchesOf(project).map((match) => {
      const before = 'report' in match ? undefined : codeAskedBefore(project, match.handler, match.node);
      return before ? { ...match, after: { rule: 'http-status-on-code', node: before.node } } : match;
    }),

  describe(match) {
    const message = 'report' in match ? reportMessages[match.report] : lostMessage(match);
    return { message, flow: [] };
  },

  fix(match) {
    if ('report' in match) return { level: 'none', refusal: match.report };
    return match.after ? { level: 'none', refusal: 'insufficient-scope-later' } : fixOf(match);
  },
};

const lostMessage = ({ handler }: ScopeMatch): string =>
  'Since client 2.0.0-beta.1 a 403 insufficient_scope is an InsufficientScopeError, which does not extend SdkHttpError. ' +
  `So \`${handler.subject.text}\` fails this test. Handle InsufficientScopeError as the 403 was handled.`;
