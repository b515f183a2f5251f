import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('token-verifier-error');
