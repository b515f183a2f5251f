// biome-ignore-all lint: these files repeat what the packages declare
import { OAuthErrorResponse } from '../../shared/auth.js';
export class OAuthError extends Error {
  readonly errorUri?: string | undefined;
  static errorCode: string;
  constructor(message: string, errorUri?: string | undefined);
  toResponseObject(): OAuthErrorResponse;
  get errorCode(): string;
}
export class InvalidRequestError extends OAuthError {
  static errorCode: string;
}
export class InvalidClientError extends OAuthError {
  static errorCode: string;
}
export class InvalidGrantError extends OAuthError {
  static errorCode: string;
}
export class UnauthorizedClientError extends OAuthError {
  static errorCode: string;
}
export class UnsupportedGrantTypeError extends OAuthError {
  static errorCode: string;
}
export class InvalidScopeError extends OAuthError {
  static errorCode: string;
}
export class AccessDeniedError extends OAuthError {
  static errorCode: string;
}
export class ServerError extends OAuthError {
  static errorCode: string;
}
export class TemporarilyUnavailableError extends OAuthError {
  static errorCode: string;
}
export class UnsupportedResponseTypeError extends OAuthError {
  static errorCode: string;
}
export class UnsupportedTokenTypeError extends OAuthError {
  static errorCode: string;
}
export class InvalidTokenError extends OAuthError {
  static errorCode: string;
}
export class MethodNotAllowedError extends OAuthError {
  static errorCode: string;
}
export class TooManyRequestsError extends OAuthError {
  static errorCode: string;
}
export class InvalidClientMetadataError extends OAuthError {
  static errorCode: string;
}
export class InsufficientScopeError extends OAuthError {
  static errorCode: string;
}
export class InvalidTargetError extends OAuthError {
  static errorCode: string;
}
export class CustomOAuthError extends OAuthError {
  constructor(customErrorCode: string, message: string, errorUri?: string);
  get errorCode(): string;
}
export const OAUTH_ERRORS: {
  readonly [x: string]: typeof InvalidRequestError;
};
