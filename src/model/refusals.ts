import { clientErrorRefusals } from './client-error-refusals.ts';
import { passedOnRefusals } from './passed-on-refusals.ts';
import { serverRefusals } from './server-refusals.ts';
import { verifierRefusals } from './verifier-refusals.ts';

/** Why a fix is not safe: one plain sentence, and what to do by hand. */
export interface Refusal {
  readonly text: string;
  readonly todo: string;
}

/** The closed list of refusals. Reports, documentation and tests take their texts from here. A `detail` may follow `text`. */
export const refusals = {
  ...clientErrorRefusals,
  ...passedOnRefusals,
  ...serverRefusals,
  ...verifierRefusals,
  'sdk-v1': {
    text: 'This code uses SDK v1, which does not have the new form.',
    todo: 'Upgrade to the v2 packages first, then run mcp-auth-codemod again.',
  },
  'sdk-too-old': {
    text: 'The SDK installed here does not have the new form yet.',
    todo: 'Upgrade the package first, then run mcp-auth-codemod again.',
  },
  'needs-other-file': {
    text: 'The fix would have to change another file, and this run must not change that file.',
    todo: "Run mcp-auth-codemod on the whole project. Or change the files on the path by hand: pass the callback's URLSearchParams instead of the code, or params.issuer along with the redirect URI.",
  },
  'unparsed-mention': {
    text: 'A name that changes also stands where the tool does not follow it, and is assumed to mean something else there.',
    todo: 'Look at that file. If it uses the function or the member that changes, change it, too. Then write the fix with --unsafe.',
  },
  'method-replaced': {
    text: 'This assumes that the function which the project puts in the place of finishAuth takes URLSearchParams, too.',
    todo: 'Look at that function. If it uses its argument as a string, let it take string | URLSearchParams. Then write the fix with --unsafe.',
  },
  'template-mention': {
    text: 'The template of a component uses a name that changes, and templates are not rewritten.',
    todo: "Change the script and the template together: pass the callback's URLSearchParams where the script passes the code, and read the code from them where the template shows it.",
  },
  'outside-script': {
    text: 'The fix would change a component outside of its scripts.',
    todo: 'Make the change by hand, as the message says.',
  },
  'query-may-change': {
    text: "This assumes that the query still is the callback's own when it is passed, and other code may change it before.",
    todo: 'Look at that code. If it changes the query, read the query before it does. Then write the fix with --unsafe.',
  },
  'parameters-refused': {
    text: 'This assumes that a callback with `iss` gets here, and a check in this project refuses or drops parameters that it does not name.',
    todo: 'Let that check accept `iss`, and best any other parameter. Then write the fix with --unsafe.',
  },
  'code-relayed': {
    text: 'This project sends a code on to an address of its own without `iss`, and this callback may be that address.',
    todo: 'Send the whole query there, or at least `iss` as well. If this callback is another one, write the fix with --unsafe.',
  },
  'code-relayed-here': {
    text: 'This project sends the code to this very route, and leaves `iss` behind.',
    todo: 'Send the whole query there, or at least `iss` as well. Then run mcp-auth-codemod again.',
  },
  'missing-code': {
    text: 'A callback without a code fails with an error of another class after the fix, and something in this project tells the classes.',
    todo: 'Answer a callback without a code before finishAuth(). Or see what that place does with an UnauthorizedError or OAuthError, and write the fix with --unsafe.',
  },
  'wider-flow': {
    text: 'The code takes a path that cannot be rewritten with certainty.',
    todo: "Pass the callback's URLSearchParams along the numbered steps instead of the code. Give finishAuth the URLSearchParams, and auth() the code and `iss` from them.",
  },
  'unresolved-step': {
    text: 'The code comes through something that the tool does not follow: another package, a value without a type, or a form of code that it does not know.',
    todo: "Pass the callback's URLSearchParams along the numbered steps instead of the code. Where only a type annotation is missing, add it and run mcp-auth-codemod again.",
  },
  'no-source': {
    text: 'No callback was found that the code comes from.',
    todo: "Find where the code is read from the callback's query. Pass the URLSearchParams from there to finishAuth, or the code and `iss` from them to auth().",
  },
  'flow-too-wide': {
    text: 'The flow reaches further than the tool looks.',
    todo: "Pass the callback's URLSearchParams along the numbered steps instead of the code. Give finishAuth the URLSearchParams, and auth() the code and `iss` from them.",
  },
  'serialised-record': {
    text: 'A record with the code is turned into text or sent elsewhere, and URLSearchParams would arrive there empty.',
    todo: 'Send callbackParams.toString() next to or instead of the code. Read it back with new URLSearchParams(text) before the code is redeemed.',
  },
  'public-signature': {
    text: 'This changes what a published package exports.',
    todo: 'Review it as a change of your API, mention it in the changelog, and write it with --unsafe.',
  },
  'record-from-outside': {
    text: 'Code outside this project, or the browser, can call this with a record of its own, without `iss`.',
    todo: "See to it that whoever calls it passes the callback's whole query. Then write the fix with --unsafe.",
  },
  'public-member': {
    text: 'An exported type of a published package names the member that holds the code, so others may use it by that name.',
    todo: "Add a member for the callback's URLSearchParams, fill it where the query is read, use it where the code is redeemed, and deprecate the old member.",
  },
  'code-only-caller': {
    text: 'A caller passes only the code, so `iss` is lost there.',
    todo: "Let that caller pass the callback's URLSearchParams, or its `iss` where that is taken: where a person pastes the code, ask for the whole redirect URL.",
  },
  'no-callback-query': {
    text: 'The code is typed in, configured or made up, so there is no callback query.',
    todo: 'Ask for the whole redirect URL instead of the code. Pass new URL(pasted).searchParams to finishAuth, or the code and `iss` from them to auth(). Never make up `iss`.',
  },
  'other-parameter': {
    text: "The value is not the callback's `code` parameter, and only that one is known to come from the authorization server.",
    todo: "Make the authorization server's `code` and `iss` reach this call. finishAuth takes a URLSearchParams with both, auth() takes the two values.",
  },
  'transformed-code': {
    text: 'The code is changed between the callback and the call that redeems it.',
    todo: "Pass the callback's query as it was received: URLSearchParams decodes it. Remove the change if it only decoded the code.",
  },
  'linked-by-name': {
    text: 'A call on something without a type is taken for this method: nothing else in the project has one of that name.',
    todo: 'Check that call, then write the fix with --unsafe. With a type annotation (or JSDoc), no person has to.',
  },
  'unbound-receiver': {
    text: 'The receiver has no type, so it is not certain that this is an MCP transport.',
    todo: "If it is one, pass the callback's URLSearchParams instead of the code. With a type annotation, mcp-auth-codemod can do it.",
  },
  'borrowed-method': {
    text: 'finishAuth is called through call(), apply() or bind(), whose types only know the overload that takes strings.',
    todo: 'Call it on the transport itself, with the query: transport.finishAuth(callbackParams).',
  },
  'synthesised-params': {
    text: 'The URLSearchParams are made from the code alone, so `iss` is lost although the type is right.',
    todo: "Pass the callback's own searchParams.",
  },
  'invented-issuer': {
    text: "The issuer is not the callback's own `iss`, and any other value hides a mix-up attack instead of detecting it.",
    todo: "Pass the callback's own searchParams to finishAuth, or `iss` from them to auth(), and nothing else.",
  },
  'code-redeemed-twice': {
    text: 'The same code can be redeemed more than once, and a code works only once (RFC 6749, section 4.1.2).',
    todo: 'Redeem the code in one call that runs once: remove the other call, or the retry around it. Then run mcp-auth-codemod again.',
  },
  'crosses-boundary': {
    text: 'The code comes from outside this program: another process or page, a socket, a file or a database.',
    todo: "Send the callback's whole query (callbackParams.toString()) over that boundary instead of the code, and read it with new URLSearchParams(received) where the code is redeemed.",
  },
  'sentinel-value': {
    text: 'A fixed value that is not a code takes the same path as the code.',
    todo: 'Give that case its own parameter, method or type, then run mcp-auth-codemod again.',
  },
  'error-class-value': {
    text: 'The error class is passed as a value, and the tool does not follow what is tested with it.',
    todo: 'Look at the code that gets the class. Where it handles a 403, pass InsufficientScopeError as well.',
  },
  'insufficient-scope-member': {
    text: 'What the handler does for a 403 reads a member that InsufficientScopeError does not have.',
    todo: 'Write a branch for InsufficientScopeError without that member. It has requiredScope, resourceMetadataUrl and errorDescription instead.',
  },
  'insufficient-scope-reads': {
    text: 'This assumes that code which the tool cannot see into reads nothing from the error that InsufficientScopeError does not have.',
    todo: 'Check that it needs neither `status` nor `code`, `data` or `statusText` of the error. InsufficientScopeError has requiredScope, resourceMetadataUrl and errorDescription instead.',
  },
  'insufficient-scope-message': {
    text: 'The handler looks for words in the message, and an InsufficientScopeError has another message.',
    todo: 'Test for InsufficientScopeError (or its requiredScope) instead of words in the message.',
  },
  'insufficient-scope-type': {
    text: 'The handler passes the error where an SDK HTTP error is required.',
    todo: 'Let the receiver accept InsufficientScopeError, too, then test for it before this guard.',
  },
  'insufficient-scope-code': {
    text: 'The handler distinguishes the codes of a 403, and InsufficientScopeError has no code.',
    todo: 'Decide what must happen here when the scope is insufficient, and write a branch for InsufficientScopeError before this guard.',
  },
  'insufficient-scope-one-code': {
    text: 'This assumes that a 403 of these calls had the one code that the handler tests for: the tool cannot see into all of them.',
    todo: 'Check which calls lead here: a request that is posted had ClientHttpNotImplemented, a stream that is opened ClientHttpFailedToOpenStream.',
  },
  'insufficient-scope-base-class': {
    text: 'This assumes that the branch for OAuthClientFlowError is for the other errors of a login: it takes InsufficientScopeError today, and does something else for it than was done for a 403.',
    todo: 'Decide which of the two branches is meant for a missing permission.',
  },
  'insufficient-scope-shape': {
    text: 'A branch cannot be added to this handler without changing its other paths.',
    todo: 'Write a branch for InsufficientScopeError before this guard that does what the handler does for a 403.',
  },
  'insufficient-scope-later': {
    text: 'A test before this one asks `code` for a 403, and is the branch of a 403 once it asks for `status`.',
    todo: 'Fix that test first: see http-status-on-code. Then run mcp-auth-codemod again.',
  },
  'retry-or-fallback': {
    text: 'For a 403 the handler retries or falls back, and an insufficient scope must not be retried blindly.',
    todo: 'Throw or report InsufficientScopeError before this guard: the same token will be refused again.',
  },
  'retry-unknown': {
    text: 'This assumes that nothing tries again, or elsewhere, because of what the branch does: the tool cannot see into all of it.',
    todo: 'Check the code that is named here. If it leads to another attempt, throw or report InsufficientScopeError instead: the same token will be refused again.',
  },
  'type-predicate': {
    text: 'The test is the result of a type predicate, and its callers rely on the members of the class that it names.',
    todo: 'Test for InsufficientScopeError where the function is called, before its result is used.',
  },
  'onerror-callback': {
    text: 'onerror observes the error: it is also thrown where a request was made, and that of a stream which the client opens itself comes here alone.',
    todo: 'Handle InsufficientScopeError where the request is made. Add it here if onerror must report it, too.',
  },
  'test-error': {
    text: 'This is a test, and only its author knows what it must expect.',
    todo: 'Add a case that throws new InsufficientScopeError({ requiredScope }), and keep this one for a plain 403.',
  },
  'untyped-error': {
    text: 'The error has no type, so it is not certain that it comes from the MCP client.',
    todo: 'If it does, test for InsufficientScopeError before the status is compared.',
  },
  'step-up-unhandled': {
    text: 'This assumes that InsufficientScopeError is handled, and nothing in this package tests for it.',
    todo: 'Handle InsufficientScopeError where the requests are made: tests for an SdkHttpError with status 403 do not catch it.',
  },
  'step-up-other-handler': {
    text: 'This assumes that the errors of this transport do not come to a handler in this package that only takes the error of today.',
    todo: 'Fix that handler first, so that it takes InsufficientScopeError, too. Then run mcp-auth-codemod again.',
  },
  'step-up-mode': {
    text: "onInsufficientScope is already set here, to something other than 'throw' or to an unknown value.",
    todo: "Decide which one is meant: onInsufficientScope: 'throw' without maxStepUpRetries, or a number of retries of at least 1.",
  },
  'step-up-shared': {
    text: 'This assumes that no other code which gets these options sets another number of retries.',
    todo: "Check who else gets them. A transport that sets a number of at least 1 must not get onInsufficientScope: 'throw' with them.",
  },
  'step-up-wrapper': {
    text: 'This assumes that every function which gets these options passes them on whole, onInsufficientScope with them.',
    todo: 'Check what becomes of the options on their way to the transport.',
  },
  'step-up-picked': {
    text: 'The number goes through options of your own and is passed on alone, so onInsufficientScope would not arrive.',
    todo: "Give those options onInsufficientScope, pass it to the transport, and set it to 'throw' here instead of the number.",
  },
  'step-up-default': {
    text: 'The number comes from elsewhere, and only its default is 0.',
    todo: "Make onInsufficientScope: 'throw' the default, and pass maxStepUpRetries only where a number of at least 1 is given.",
  },
  'record-query': {
    text: 'This assumes that no parameter of the callback comes twice, because the code is read of a record.',
    todo: 'Check that the record holds every parameter of the callback, `iss` included, and none of them as a list.',
  },
  'query-described': {
    text: 'This assumes that the application lets parameters through which the class of the query does not name, and that none comes twice.',
    todo: 'If a validation pipe forbids unknown parameters, add `iss` to that class. Then write the fix with --unsafe.',
  },
  'form-post': {
    text: 'This assumes that the authorization server posts the callback here (response_mode=form_post), and not a page of your own.',
    todo: 'Check who posts this form. A code that a person pasted has no callback query, and you must not make one up.',
  },
  'state-not-compared': {
    text: 'Only you can decide where the expected `state` is kept, and what happens when it differs.',
    todo: "Keep the `state` that you put into the authorization URL. Compare it with the callback's before the code is redeemed, and refuse when it differs or is missing.",
  },
  'error-before-iss': {
    text: 'Removing the text would change what happens when a login fails.',
    todo: 'Pass the query to finishAuth even when `error` is set. It validates `iss` first, then throws OAuthError. Show that error, or a fixed text.',
  },
  'issuer-beside': {
    text: "An `iss` is passed together with the code, and is assumed to be the callback's own.",
    todo: 'Check that it is read from the same query as the code, not configured or discovered. Then write the fix with --unsafe.',
  },
  'type-check-failed': {
    text: 'The rewritten code did not type-check, so it was taken back.',
    todo: 'Make the change by hand. The compiler error says what stands in the way.',
  },
  'dirty-file': {
    text: 'git says that the file has uncommitted changes.',
    todo: 'Commit or stash them, or pass --allow-dirty.',
  },
  'not-written': {
    text: 'Its files, or those of a fix that it depends on, could not be written.',
    todo: 'Fix what the problems say about those files, then run again.',
  },
  'not-chosen': {
    text: 'Its fix was not chosen for this run.',
    todo: 'Run again with --fix and its fingerprint, or without --fix for all safe fixes.',
  },
  'not-settled': {
    text: 'The fix leads to another fix of the same place, without end, so it was taken back.',
    todo: 'Make the change by hand, and please report this: it is a bug in mcp-auth-codemod.',
  },
  'suppression-without-reason': {
    text: 'The comment above suppresses the rule without a reason: it has no effect, but nothing is rewritten under it.',
    todo: 'Add `-- <why this is right>` to the comment, or remove it and run again.',
  },
  'under-suppression': {
    text: 'A suppression comment stands above code that the fix would change, and nothing is rewritten under one.',
    todo: 'Make the change by hand, or remove the comment and run again.',
  },
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof refusals;
