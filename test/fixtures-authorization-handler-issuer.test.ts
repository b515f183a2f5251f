import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('authorization-handler-issuer');
