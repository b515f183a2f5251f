import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('oauth-provider-contract');
