import { holdTheLaws } from './fixture-laws.ts';

holdTheLaws('oauth-error-class');
