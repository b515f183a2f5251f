/**
 * The closed list of reasons why a fix is not safe. Each has a short sentence and what to do by hand;
 * reports, docs and tests take them from here.
 */
export interface Refusal {
  readonly text: string;
  readonly todo: string;
}

export const refusals = {
  'sdk-v1': {
    text: 'This code uses SDK v1, where the new form does not exist yet.',
    todo: 'Upgrade to the v2 packages first, then run mcp-auth-codemod again.',
  },
  'sdk-too-old': {
    text: 'The SDK that is installed here does not have the new form yet.',
    todo: 'Upgrade the package first, then run mcp-auth-codemod again.',
  },
  'client-package-missing': {
    text: 'Only @modelcontextprotocol/client exports InsufficientScopeError, and no package.json around this file names that package.',
    todo: 'Add @modelcontextprotocol/client to the dependencies, then run mcp-auth-codemod again.',
  },
  'needs-other-file': {
    text: 'The fix would have to change another file than the one it starts in.',
    todo: "Carry it by hand through the files on the way: the callback's URLSearchParams instead of the code, or params.issuer beside the redirect URI.",
  },
  'wider-flow': {
    text: 'The code travels in a way that cannot be rewritten with certainty.',
    todo: "Carry the callback's URLSearchParams along the numbered steps instead of the code, and hand it to finishAuth; auth() takes code and `iss` of it.",
  },
  'unresolved-step': {
    text: 'The code comes out of something of which nothing is known here: another package, or a value without a type.',
    todo: "Hand the callback's URLSearchParams along the numbered steps instead of the code; a type annotation or an installed package lets mcp-auth-codemod do it.",
  },
  'no-source': {
    text: 'No callback was found that the code comes from.',
    todo: "Look where the code is read out of the callback's query, and hand the URLSearchParams from there to finishAuth.",
  },
  'flow-too-wide': {
    text: 'The flow reaches further than the tool looks.',
    todo: "Carry the callback's URLSearchParams along the numbered steps instead of the code, and hand it to finishAuth.",
  },
  'serialised-record': {
    text: 'A record that holds the code is turned into text or sent elsewhere, and URLSearchParams would arrive empty there.',
    todo: 'Send callbackParams.toString() beside or instead of the code, and read it back with new URLSearchParams(text) before finishAuth.',
  },
  'public-signature': {
    text: 'This changes what a published package exports.',
    todo: 'Review it as a change of your API, name it in the changelog, and write it with --unsafe.',
  },
  'public-member': {
    text: 'A type that a published package exports names the member that holds the code, so others may read or write it by that name.',
    todo: "Add a member for the callback's URLSearchParams beside it, fill it where the query is read, hand that to finishAuth, and deprecate the old one.",
  },
  'no-callback-query': {
    text: 'The code is typed in, configured or made up, so there is no callback query to hand over.',
    todo: 'Ask for the whole redirect URL instead of the code and pass new URL(pasted).searchParams to finishAuth, or code and iss of it to auth(); never make up iss.',
  },
  'other-parameter': {
    text: "The value is not the callback's `code` parameter, and only that one is known to come from the authorization server.",
    todo: 'Build a URLSearchParams in which the code is called `code`, from the whole query, and hand it to finishAuth; auth() takes `iss` of the query that the code comes from.',
  },
  'transformed-code': {
    text: 'The code is changed between the callback and the call that redeems it.',
    todo: "Hand over the callback's query as received (URLSearchParams decodes it), and drop the change if it only decoded.",
  },
  'unbound-receiver': {
    text: 'The receiver has no type, so it is not certain that this is an MCP transport.',
    todo: "If it is one, pass the callback's URLSearchParams instead of the code; a type annotation lets mcp-auth-codemod do it.",
  },
  'structural-receiver': {
    text: 'The project declares this finishAuth itself, as taking a string.',
    todo: 'Change that declaration to finishAuth(callbackParams: URLSearchParams), then hand over the query of the callback.',
  },
  'borrowed-method': {
    text: 'finishAuth is taken off its transport with call(), apply() or bind(), which know only the overload that takes strings.',
    todo: 'Call it on the transport itself and hand over the query: transport.finishAuth(callbackParams).',
  },
  'synthesised-params': {
    text: 'The URLSearchParams is made from the code alone, so `iss` stays lost although the type is right.',
    todo: "Hand over the callback's own searchParams.",
  },
  'invented-issuer': {
    text: "The issuer is not the callback's own `iss`; any other value hides a mix-up attack instead of finding it.",
    todo: "Hand over the callback's own searchParams (to auth(): `iss` of them), and nothing else.",
  },
  'code-redeemed-twice': {
    text: 'The same code can be redeemed more than once, and a code works once (RFC 6749, section 4.1.2).',
    todo: 'Decide which call redeems the code, remove the other, then run mcp-auth-codemod again.',
  },
  'crosses-boundary': {
    text: 'The code comes from outside this program: another process or page, a socket, a file or a database.',
    todo: 'Send the whole query of the callback (a string: callbackParams.toString()) over that boundary instead of the code, and hand new URLSearchParams(received) to finishAuth.',
  },
  'sentinel-value': {
    text: 'A fixed value that is no code travels the same way as the code.',
    todo: 'Give that case a parameter, a method or a type of its own; then run mcp-auth-codemod again.',
  },
  'response-elsewhere': {
    text: 'The authorization response is sent by code that could not be followed from authorize().',
    todo: 'Carry params.issuer with the request and append it as `iss` wherever the response is sent; or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defence.',
  },
  'stored-by-field': {
    text: 'The record that keeps the request has a type of a package, which cannot gain a field for the issuer.',
    todo: 'Store params.issuer in the record (and its type) and append it as `iss` where the URL is built; or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defence.',
  },
  'persisted-request': {
    text: 'The request is kept outside the memory of this program (a database, a signed token, another service).',
    todo: 'Add the issuer to what is kept (schema, payload) and append it as `iss` where the URL is built; or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defence.',
  },
  'browser-round-trip': {
    text: 'The request travels through the browser (form fields or a query) before it is answered.',
    todo: "Append the provider's own issuer as `iss` where the answer is sent, never one that the browser sent back. The suggested fix, authorizationResponseIssParameterSupported = false on the provider, is true of every answer and gives up the mix-up defence.",
  },
  'unclear-construction': {
    text: 'The URL is built in a way that cannot be rewritten with certainty.',
    todo: 'Append params.issuer as `iss` to the URL before it leaves, when it is set: if (params.issuer) url.searchParams.set("iss", params.issuer).',
  },
  'exported-helper': {
    text: 'The function or method that is given the redirect_uri is also handed about as a value, overloaded or called out of sight, so it may not gain a parameter.',
    todo: 'Give it the issuer as a parameter at every call, or append params.issuer as `iss` to what it returns.',
  },
  'other-exit': {
    text: 'Another exit of the same provider cannot be mended, and a provider that is mended in part still breaks its promise.',
    todo: 'Mend that exit by hand first, then run mcp-auth-codemod again.',
  },
  'upstream-answers': {
    text: 'This assumes that the upstream server gets the redirect_uri of the client and answers the client itself.',
    todo: 'Check that it does: then no issuer of yours can be in the answer, and authorizationResponseIssParameterSupported = false is the truth.',
  },
  'own-authorize': {
    text: 'The application answers the authorize endpoint itself, or calls authorize() itself: the SDK adds no `iss` there, and params.issuer is undefined.',
    todo: 'Let mcpAuthRouter or authorizationHandler({ provider, issuerUrl }) answer there; or append the issuer as your metadata spell it to that answer as `iss`, and hand it to authorize() as params.issuer; or set authorizationResponseIssParameterSupported = false on the provider, which gives up the mix-up defence.',
  },
  'decided-by-configuration': {
    text: 'Configuration decides whether the upstream or this server answers the client.',
    todo: 'Compute authorizationResponseIssParameterSupported from the same setting: false where the upstream answers.',
  },
  'computed-issuer-flag': {
    text: 'The provider computes authorizationResponseIssParameterSupported, so it may be true while `iss` is missing.',
    todo: 'Append params.issuer as `iss` at this exit, or make sure that the flag is false whenever it is used.',
  },
  'error-class-value': {
    text: 'The class of the error is handed on as a value, and what is tested with it is not followed.',
    todo: 'Look at the code that gets it: where it handles a 403, hand on InsufficientScopeError beside it.',
  },
  'insufficient-scope-member': {
    text: 'What the handler did for a 403 reads a member that InsufficientScopeError does not have.',
    todo: 'Write a branch for InsufficientScopeError without that member; it has requiredScope, resourceMetadataUrl and errorDescription instead.',
  },
  'insufficient-scope-message': {
    text: 'The handler looks for words in the message, and that of an InsufficientScopeError is another text.',
    todo: 'Test for InsufficientScopeError (or its requiredScope) instead of words in the message.',
  },
  'insufficient-scope-type': {
    text: 'The handler hands the error on where an SDK HTTP error is required.',
    todo: 'Let the receiver accept InsufficientScopeError too, then test for it before this guard.',
  },
  'insufficient-scope-code': {
    text: 'The handler tells the codes of a 403 apart, and InsufficientScopeError has none.',
    todo: 'Decide what a lack of permission shall do here and write a branch for InsufficientScopeError before this guard.',
  },
  'insufficient-scope-shape': {
    text: 'The handler is built so that no branch can be put into it without changing other paths.',
    todo: 'Write a branch for InsufficientScopeError before this guard that does what the handler does for a 403.',
  },
  'retry-or-fallback': {
    text: 'For a 403 the handler tries again or falls back, and a lack of permission must not be tried again blindly.',
    todo: 'Throw or report InsufficientScopeError before this guard: the same token will be refused again.',
  },
  'type-predicate': {
    text: 'The test answers a type predicate, and its callers rely on the members of the class that it promises.',
    todo: 'Test for InsufficientScopeError where the function is used, before its answer counts.',
  },
  'onerror-callback': {
    text: 'onerror only hears of the error; whoever made the request is thrown it, too.',
    todo: 'Handle InsufficientScopeError where the request is made, and add it here where onerror shall tell of it.',
  },
  'test-error': {
    text: 'What a test makes and expects is its own to say.',
    todo: 'Add a case that throws new InsufficientScopeError({ requiredScope }), and keep this one for a plain 403.',
  },
  'untyped-error': {
    text: 'Nothing says whether this is an error of the MCP client.',
    todo: 'If it is, test for InsufficientScopeError before the status is compared.',
  },
  'step-up-unhandled': {
    text: 'This assumes that an InsufficientScopeError is handled: nothing in this package tests for it.',
    todo: 'Handle InsufficientScopeError where the requests are made; what tells an SdkHttpError with status 403 apart today does not see it.',
  },
  'step-up-mode': {
    text: 'onInsufficientScope is set here already, to something else than throw or to a value that is not known.',
    todo: "Decide which of the two is meant: onInsufficientScope: 'throw' without maxStepUpRetries, or a number of retries of at least 1.",
  },
  'step-up-default': {
    text: 'The number comes from elsewhere, and only its default is 0.',
    todo: "Let the default be onInsufficientScope: 'throw', and hand over maxStepUpRetries only where a number of at least 1 is given.",
  },
  'record-query': {
    text: 'This assumes that no parameter of the callback comes twice: the query is only at hand as a record.',
    todo: 'Check that the record holds every parameter of the callback, `iss` too, and none of them as a list.',
  },
  'form-post': {
    text: 'This assumes that the authorization server posts the callback here (response_mode=form_post), not a page of your own.',
    todo: 'Check who posts this form: a code that a person pasted has no callback query, and none may be made up.',
  },
  'state-not-compared': {
    text: 'Where the expected `state` is kept, and what shall happen when it differs, only you can decide.',
    todo: 'Keep the `state` that you put into the authorization URL, compare it with that of the callback before the code is redeemed, and refuse when they differ or it is missing.',
  },
  'error-before-iss': {
    text: 'To take the text away would change what happens when a login fails.',
    todo: 'Hand the query to finishAuth when `error` is set, too: it validates `iss` first, then throws OAuthError. Show that one, or a fixed text.',
  },
  'issuer-beside': {
    text: "An `iss` is handed over beside the code, and is taken for the callback's own.",
    todo: 'See that it is read from the query that the code comes from, not configured or discovered, and write it with --unsafe.',
  },
  'issuer-not-in-sight': {
    text: 'No metadata of this application are in sight, so it cannot be told which issuer they name.',
    todo: 'Pass as issuerUrl the URL that your metadata name as issuer (mcpAuthRouter, createOAuthMetadata or a document of your own): new URL(issuer).href must be that text exactly.',
  },
  'several-issuers': {
    text: 'The metadata in sight name different issuers, and nothing says which of them belong to this handler.',
    todo: 'Pass as issuerUrl the issuer of the metadata that clients of this handler read.',
  },
  'issuer-spelling': {
    text: 'The SDK sends new URL(issuer).href, and the metadata may spell the issuer otherwise (an origin without the slash at its end): a client refuses every `iss` that is not the same text.',
    todo: 'Let the metadata name issuerUrl.href, and pass the same issuerUrl here; clients and protected resource metadata must then use that spelling, too.',
  },
  'issuer-out-of-reach': {
    text: 'The issuer of the metadata is known only in another place of the program.',
    todo: 'Hand the URL from there to this place, or put it into a constant that both use, and pass it as issuerUrl.',
  },
  'issuer-inferred': {
    text: 'This assumes that these metadata, which are made elsewhere, are those of the handler.',
    todo: 'Check that clients of this handler read these metadata: issuerUrl must be the issuer that they name.',
  },
  'issuer-text': {
    text: 'This assumes that the issuer of the metadata is spelled as new URL(issuer).href spells it (an origin ends in a slash).',
    todo: 'Compare the two: a client refuses every `iss` that is not the text in the metadata. If they differ, let the metadata name issuerUrl.href.',
  },
  'provider-unclear': {
    text: 'It is not certain which provider these options belong to, or that it is code of this project.',
    todo: 'Set authorizationResponseIssParameterSupported on the provider that is handed over, and take it out of the options.',
  },
  'provider-shared': {
    text: 'Metadata made elsewhere use the same provider without this option, and would change, too.',
    todo: 'Check that the responses of the provider are the same there; else make a provider of its own for each.',
  },
  'flag-conflict': {
    text: 'The provider says something else itself, or is told different things in different places; until now only what it says itself counts.',
    todo: 'Decide which is true of its responses, let the provider say that, and take the option out.',
  },
  'flag-value': {
    text: 'The value of the option is computed from something that does not exist where the provider is declared.',
    todo: 'Hand the value to the provider (a parameter of its constructor or factory) and let it set authorizationResponseIssParameterSupported.',
  },
  'metadata-overclaim': {
    text: 'Either the claim or the redirect has to change, and only you can say which.',
    todo: 'Append the issuer of the metadata as `iss` to every authorization response, success and error; or take the claim out of the metadata, which gives up the mix-up defence.',
  },
  'type-check-failed': {
    text: 'The rewritten code did not type-check, so it was taken back.',
    todo: 'Make the change by hand; the compiler said what stands in the way.',
  },
  'dirty-file': {
    text: 'git says that the file has changes that are not committed.',
    todo: 'Commit or stash them, or pass --allow-dirty.',
  },
  'not-written': {
    text: 'Its files, or those of a fix that it rests on, could not be written.',
    todo: 'Mend what the problems say of those files, then run again.',
  },
  'not-settled': {
    text: 'The fix leads to another fix of the same place, without end, so it was taken back.',
    todo: 'Make the change by hand, and please report this: it is a fault of mcp-auth-codemod.',
  },
  'suppression-without-reason': {
    text: 'The comment above suppresses the rule without a reason: it does not count, but nothing is rewritten under it.',
    todo: 'Add `-- <why this is right>` to the comment, or remove it and run again.',
  },
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof refusals;
