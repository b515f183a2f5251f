import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('authorize-issuer');
