import { fixOf, matchesOf } from '../../src/analysis/errors/branch/index.ts';
import { type ReportMatch, reportMessages } from '../../src/analysis/errors/branch/reports.ts';
import type { ScopeMatch } from '../../src/analysis/errors/branch/scope-match.ts';
import { seekPredicateUses, seekRenamedClasses } from '../../src/analysis/errors/guards/predicate-uses.ts';
import { codeAskedBefore } from '../../src/analysis/errors/status/forbidden-branch.ts';
import { fixStatus } from '../../src/analysis/errors/status/index.ts';
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

  /** What http-status-on-code is to fix first, it does in this run: then the branch of a 403 is another one. */
  detect: (project) =>
    matchesOf(project).filter((match) => {
      const before = 'report' in match ? undefined : codeAskedBefore(project, match.handler, match.node);
      return !before || fixStatus(before).level !== 'safe';
    }),

  describe(match) {
    const message = 'report' in match ? reportMessages[match.report] : lostMessage(match);
    return { message, flow: [] };
  },

  fix(match, project) {
    if ('report' in match) return { level: 'none', refusal: match.report };
    return codeAskedBefore(project, match.handler, match.node)
      ? { level: 'none', refusal: 'insufficient-scope-later' }
      : fixOf(match);
  },
};

const lostMessage = ({ handler }: ScopeMatch): string =>
  'Since client 2.0.0-beta.1 a 403 insufficient_scope is an InsufficientScopeError, which does not extend SdkHttpError. ' +
  `So \`${handler.subject.text}\` fails this test. Handle InsufficientScopeError as the 403 was handled.`;
