import type { ts } from '../../../compiler.cjs';
import { open, type Proof, proved } from '../../../model/proof.ts';
import type { Project } from '../../program/project.ts';
import { handlesScopeError } from './handled.ts';

/** Somebody in the package tests for the error that the transport will throw. */
export const scopeErrorHandled = (project: Project, file: ts.SourceFile): Proof =>
  handlesScopeError(project, file) ? proved : open('step-up-unhandled');
