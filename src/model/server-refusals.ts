/** The refusals of the rules for authorization servers; a part of the list in refusals.ts. */
export const serverRefusals = {
  'response-elsewhere': {
    text: 'The authorization response is sent by code that could not be followed from authorize().',
    todo: 'Pass params.issuer along with the request and append it as `iss` wherever the response is sent. Or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defense.',
  },
  'stored-by-field': {
    text: 'The record that keeps the request has a type from a package, which cannot gain a field for the issuer.',
    todo: 'Store params.issuer in the record (and its type), and append it as `iss` where the URL is built. Or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defense.',
  },
  'persisted-request': {
    text: 'The request may be kept outside the memory of this program (a database, a signed token, another service).',
    todo: 'Store the issuer with the request (schema, payload), and append it as `iss` where the URL is built. Or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defense.',
  },
  'browser-round-trip': {
    text: 'The request travels through the browser (form fields or a query) before it is answered.',
    todo: "Append the provider's own issuer as `iss` where the response is sent, never one that the browser sent back. The suggested fix, authorizationResponseIssParameterSupported = false, gives up the mix-up defense.",
  },
  'unclear-construction': {
    text: 'The URL is built in a way that cannot be rewritten with certainty.',
    todo: 'Append params.issuer as `iss` to the URL, or to the form that posts the answer. The suggested fix, authorizationResponseIssParameterSupported = false on the provider, gives up the mix-up defense.',
  },
  'issuer-dropped': {
    text: 'The request is passed on without its issuer, in a way that cannot be rewritten with certainty.',
    todo: 'Pass the issuer on with the other members of the request: issuer: params.issuer. Or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defense.',
  },
  'exported-helper': {
    text: 'The function or method that gets the redirect_uri is used as a value, overloaded, or called where the tool cannot see it, so it must not gain a parameter.',
    todo: 'Give it the issuer as a parameter at every call, or append params.issuer as `iss` to what it returns. Or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defense.',
  },
  'other-exit': {
    text: 'Another response of the same provider cannot be fixed, and a provider that sends `iss` only sometimes still breaks clients.',
    todo: 'Fix that response by hand first, then run mcp-auth-codemod again.',
  },
  'upstream-answers': {
    text: "This assumes that the upstream server gets the client's redirect_uri and answers the client itself.",
    todo: 'Check that it does. Then no response can carry your issuer, and authorizationResponseIssParameterSupported = false is correct.',
  },
  'own-authorize': {
    text: 'The application answers the authorize endpoint or calls authorize() itself, so the SDK adds no `iss` there and params.issuer is undefined.',
    todo: 'Mount mcpAuthRouter or authorizationHandler({ provider, issuerUrl }). Or append the issuer of your metadata as `iss` and pass it to authorize() as params.issuer. Or set authorizationResponseIssParameterSupported = false.',
  },
  'decided-by-configuration': {
    text: 'Configuration decides whether the upstream or this server answers the client.',
    todo: 'Compute authorizationResponseIssParameterSupported from the same setting: false where the upstream answers.',
  },
  'computed-issuer-flag': {
    text: 'The provider computes authorizationResponseIssParameterSupported, so it may be true while `iss` is missing.',
    todo: 'Append params.issuer as `iss` to this response, or make sure that the flag is false whenever this response is sent.',
  },
  'issuer-not-in-sight': {
    text: 'No metadata were found in this project, so the issuer that they name is unknown.',
    todo: 'Pass as issuerUrl the URL that your metadata name as issuer (mcpAuthRouter, createOAuthMetadata or your own document). new URL(issuer).href must be exactly that text.',
  },
  'several-issuers': {
    text: 'The metadata in this project name different issuers, and it is unknown which of them belong to this handler.',
    todo: 'Pass as issuerUrl the issuer of the metadata that clients of this handler read.',
  },
  'issuer-spelling': {
    text: 'Clients refuse an `iss` that the metadata write differently, and the SDK sends new URL(issuer).href (an origin ends in a slash).',
    todo: 'Make the metadata name issuerUrl.href, and pass the same issuerUrl here. Clients and protected resource metadata must then use that text, too.',
  },
  'issuer-out-of-reach': {
    text: 'The issuer of the metadata is known only in another place of the program.',
    todo: 'Pass the URL from there to this place, or move it to a constant that both use, and set it as issuerUrl.',
  },
  'issuer-inferred': {
    text: 'This assumes that these metadata, which are made elsewhere, belong to the handler.',
    todo: 'Check that clients of this handler read these metadata: issuerUrl must be the issuer that they name.',
  },
  'issuer-repeated': {
    text: 'This assumes that the code for the issuer gives the same value a second time, and that nothing changes the URL in between.',
    todo: 'Check it. Or keep what createOAuthMetadata returns in a constant, and pass new URL(metadata.issuer) as issuerUrl.',
  },
  'issuer-text': {
    text: 'This assumes that the metadata write the issuer as new URL(issuer).href does (an origin ends in a slash).',
    todo: 'Compare the two: a client refuses every `iss` that differs from the text in the metadata. If they differ, make the metadata name issuerUrl.href.',
  },
  'provider-unclear': {
    text: 'It is not certain which provider these options belong to, or that it is code of this project.',
    todo: 'Set authorizationResponseIssParameterSupported on the provider that is passed here, and remove it from the options.',
  },
  'provider-shared': {
    text: 'Metadata made elsewhere use the same provider without this option, and would change, too.',
    todo: 'Check that the responses of the provider are the same there. If not, create a provider for each.',
  },
  'flag-conflict': {
    text: 'The provider sets another value itself, or gets different ones in different places, and so far only its own counts.',
    todo: 'Decide which value is true of its responses, set it on the provider, and remove the option.',
  },
  'flag-read': {
    text: 'The project reads this option itself, so it must not be removed.',
    todo: 'Set authorizationResponseIssParameterSupported on the provider, and read it from there.',
  },
  'mount-unseen': {
    text: "This assumes that the SDK's mcpAuthRouter or authorizationHandler serves this provider, and its metadata: the project does not show it.",
    todo: "Check what serves the provider. Only the SDK's handler sets params.issuer, and another library's metadata may advertise no `iss`. Then write the fix with --unsafe.",
  },
  'not-advertised': {
    text: 'The metadata of this application does not advertise `iss`, so clients do not expect it.',
    todo: 'Nothing has to change. To add the mix-up defense, advertise `iss` and append it to every authorization response.',
  },
  'flag-passed-on': {
    text: 'This assumes that other code which gets the same options does not read this one.',
    todo: 'Look at that code. If it reads the option, let it read authorizationResponseIssParameterSupported of the provider. Then write the fix with --unsafe.',
  },
  'members-read': {
    text: 'This assumes that code which reads all members of the record takes one more of them.',
    todo: 'Look at that code: it would also get the issuer. Then write the fix with --unsafe.',
  },
  'kept-as-json': {
    text: 'This assumes that a request which is kept as JSON is written and read by this project only, and that its readers take one more member.',
    todo: 'Check what writes and reads that JSON. Logins that were begun before the change are answered without `iss`: let them run out, or accept that those fail. Then write the fix with --unsafe.',
  },
  'form-fields': {
    text: 'This assumes that each member of an object becomes a field of the form that posts the answer.',
    todo: 'Look at the page: its form must get a field `iss` with the text of the issuer, and nothing may leave it out. Then write the fix with --unsafe.',
  },
  'iss-perhaps': {
    text: 'This assumes that no other part of the URL has `iss` already, and a part comes from elsewhere.',
    todo: 'Look at what that part may be. If it can have `iss`, remove it there, or append it only where it is missing. Then write the fix with --unsafe.',
  },
  'query-checked': {
    text: 'This assumes that code between the response and the client lets one more parameter pass: it gets the whole query.',
    todo: 'Look at that code. If it accepts known parameters only, add `iss` to them. Then write the fix with --unsafe.',
  },
  'query-filtered': {
    text: 'Code between the response and the client removes parameters that it does not know, or fails because of them, and does not know `iss`.',
    todo: 'Add `iss` to the parameters that it lets pass, then run mcp-auth-codemod again.',
  },
  'appended-elsewhere': {
    text: 'This project replaces res.redirect or a similar method by one that adds `iss`, so this response may have it already.',
    todo: 'Look at one answer at run time. If `iss` is missing, append params.issuer here. If it is there, suppress this finding.',
  },
  'flag-value': {
    text: 'The value of the option is computed from something that does not exist where the provider is declared.',
    todo: 'Pass the value to the provider (a parameter of its constructor or factory), and let it set authorizationResponseIssParameterSupported.',
  },
  'metadata-overclaim': {
    text: 'Either the metadata or the redirect has to change, and only you can decide which.',
    todo: 'Append the issuer of the metadata as `iss` to every authorization response, success and error. Or remove the claim from the metadata, which gives up the mix-up defense.',
  },
} as const;
