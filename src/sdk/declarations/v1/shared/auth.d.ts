// biome-ignore-all lint: these files repeat what the packages declare
// Shapes of OAuth documents as SDK v1 infers them from its schemas.
export interface OAuthTokens {
  access_token: string;
  token_type: string;
  id_token?: string | undefined;
  expires_in?: number | undefined;
  scope?: string | undefined;
  refresh_token?: string | undefined;
  issuer?: string | undefined;
}
export interface OAuthErrorResponse {
  error: string;
  error_description?: string | undefined;
  error_uri?: string | undefined;
}
export interface OAuthClientRegistrationError {
  error: string;
  error_description?: string | undefined;
}
export interface OAuthTokenRevocationRequest {
  token: string;
  token_type_hint?: string | undefined;
}
export interface OAuthClientMetadata {
  redirect_uris: string[];
  token_endpoint_auth_method?: string | undefined;
  grant_types?: string[] | undefined;
  response_types?: string[] | undefined;
  client_name?: string | undefined;
  client_uri?: string | undefined;
  logo_uri?: string | undefined;
  scope?: string | undefined;
  contacts?: string[] | undefined;
  tos_uri?: string | undefined;
  policy_uri?: string | undefined;
  jwks_uri?: string | undefined;
  jwks?: any;
  software_id?: string | undefined;
  software_version?: string | undefined;
  software_statement?: string | undefined;
}
export interface OAuthClientInformation {
  client_id: string;
  client_secret?: string | undefined;
  client_id_issued_at?: number | undefined;
  client_secret_expires_at?: number | undefined;
  issuer?: string | undefined;
}
export interface OAuthClientInformationFull extends OAuthClientMetadata, OAuthClientInformation {}
export type OAuthClientInformationMixed = OAuthClientInformation | OAuthClientInformationFull;
export interface OAuthMetadata {
  [x: string]: unknown;
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  response_types_supported: string[];
  registration_endpoint?: string | undefined;
  scopes_supported?: string[] | undefined;
  response_modes_supported?: string[] | undefined;
  grant_types_supported?: string[] | undefined;
  token_endpoint_auth_methods_supported?: string[] | undefined;
  token_endpoint_auth_signing_alg_values_supported?: string[] | undefined;
  service_documentation?: string | undefined;
  revocation_endpoint?: string | undefined;
  revocation_endpoint_auth_methods_supported?: string[] | undefined;
  revocation_endpoint_auth_signing_alg_values_supported?: string[] | undefined;
  introspection_endpoint?: string | undefined;
  introspection_endpoint_auth_methods_supported?: string[] | undefined;
  introspection_endpoint_auth_signing_alg_values_supported?: string[] | undefined;
  code_challenge_methods_supported?: string[] | undefined;
  client_id_metadata_document_supported?: boolean | undefined;
}
export interface OpenIdProviderDiscoveryMetadata {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  jwks_uri: string;
  response_types_supported: string[];
  subject_types_supported: string[];
  id_token_signing_alg_values_supported: string[];
  code_challenge_methods_supported?: string[] | undefined;
  userinfo_endpoint?: string | undefined;
  registration_endpoint?: string | undefined;
  scopes_supported?: string[] | undefined;
  response_modes_supported?: string[] | undefined;
  grant_types_supported?: string[] | undefined;
  token_endpoint_auth_methods_supported?: string[] | undefined;
  claims_supported?: string[] | undefined;
  service_documentation?: string | undefined;
  client_id_metadata_document_supported?: boolean | undefined;
}
export type AuthorizationServerMetadata = OAuthMetadata | OpenIdProviderDiscoveryMetadata;
export interface OAuthProtectedResourceMetadata {
  [x: string]: unknown;
  resource: string;
  authorization_servers?: string[] | undefined;
  jwks_uri?: string | undefined;
  scopes_supported?: string[] | undefined;
  bearer_methods_supported?: string[] | undefined;
  resource_signing_alg_values_supported?: string[] | undefined;
  resource_name?: string | undefined;
  resource_documentation?: string | undefined;
  resource_policy_uri?: string | undefined;
  resource_tos_uri?: string | undefined;
  tls_client_certificate_bound_access_tokens?: boolean | undefined;
  authorization_details_types_supported?: string[] | undefined;
  dpop_signing_alg_values_supported?: string[] | undefined;
  dpop_bound_access_tokens_required?: boolean | undefined;
}
