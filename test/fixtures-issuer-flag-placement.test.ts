import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('issuer-flag-placement');
