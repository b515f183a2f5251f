import {
  fixStatus,
  type StatusMatch,
  seekCallbackTakers,
  statusMatches,
} from '../../src/analysis/errors/status/index.ts';
import type { Project } from '../../src/analysis/program/project.ts';
import type { Rule } from '../contract.ts';
import { infoOf } from '../infos.ts';

/** In v1 the `code` of an HTTP error was the status. In v2 it is a text, and the status is in `status`. */
export const rule: Rule<StatusMatch> = {
  info: infoOf('http-status-on-code'),
  begins: 'SdkHttpError',

  /** Functions that tell errors apart, and those who call them, may stand in files that name no SDK. */
  seek(project: Project) {
    seekCallbackTakers(project);
    statusMatches(project);
  },

  detect: statusMatches,

  describe: ({ raised, generation }) => ({
    message:
      generation === 1
        ? 'In SDK v2 the `code` of an HTTP error is a text, and the status is in `status`: this test will fail. ' +
          'After the upgrade, ask an SdkHttpError for its status.'
        : 'The `code` of an SdkHttpError is a text, so it is never this HTTP status: the test fails without an error. ' +
          'Ask an SdkHttpError for `status`.',
    flow: raised.steps,
  }),

  fix: fixStatus,
};
