import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('context-auth-info');
