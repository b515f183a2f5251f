/** The refusals of the rules for resource servers; a part of the list in refusals.ts. */
export const verifierRefusals = {
  'message-shown': {
    text: 'This assumes that the caller may see the text of the error: the SDK puts it into its answer.',
    todo: 'Check that the text tells nothing secret. Then write the fix with --unsafe.',
  },
  'message-in-header': {
    text: 'The SDK would write this text into the WWW-Authenticate header as it is, and it may hold characters that a header cannot.',
    todo: 'Throw the error with a fixed text of plain letters, without quotes and line breaks.',
  },
  'message-from-error': {
    text: 'The text comes from another error, and the SDK would show it to the caller.',
    todo: 'Throw the error with a fixed text, and log the other error.',
  },
  'receivers-differ': {
    text: 'Several middlewares or endpoints of the SDK get this error, and they want different ones.',
    todo: 'Throw in each verifier or grant the error of the middleware that gets it.',
  },
  'receiver-inferred': {
    text: 'This assumes that the middleware gets this verifier: the project does not show what it gets.',
    todo: 'Check which verifier the middleware gets. Then write the fix with --unsafe.',
  },
  'error-read-elsewhere': {
    text: 'This assumes that other code which may get the error does not depend on its class.',
    todo: 'Look at that code. If it tests for the class, let it test for the new one. Then write the fix with --unsafe.',
  },
  'error-tested': {
    text: 'Other code that gets this error decides by its class or by a member that the right error lacks.',
    todo: 'Throw the error that the message names, and let that code test for it, too.',
  },
  'error-aggregated': {
    text: 'Promise.any fails with an AggregateError, so the middleware never gets this error, whatever its class.',
    todo: 'Catch what Promise.any throws, and throw the error that the message names.',
  },
  'own-error-class': {
    text: 'The error is of a class of this project, which other code may know.',
    todo: "Let the class extend the SDK's error that the message names. Or throw that error here.",
  },
  'error-code-unknown': {
    text: 'The code of the error is not known, so its counterpart is not either.',
    todo: 'Throw the error that the message names.',
  },
  'other-code': {
    text: 'This assumes that the error was meant to say that the token is at fault.',
    todo: 'Check it. Then write the fix with --unsafe.',
  },
  'upstream-status': {
    text: 'Only the status of the answer tells a bad token from an upstream that is down.',
    todo: 'For a status that says the token is bad, throw the error that the message names. For every other one, let the error be.',
  },
  'failure-swallowed': {
    text: 'The check also holds where a request failed for another reason than the token, so an outage would answer 401.',
    todo: 'Let that failure be thrown, or tell it apart from a bad token. Then throw the error that the message names for a bad token.',
  },
  'result-shared': {
    text: 'A method of a result throws this error, and it may be called for results that have nothing to do with a token.',
    todo: 'Ask the result in the verifier or the grant, and throw the error that the message names there.',
  },
  'check-unguarded': {
    text: 'This assumes that the check fails only because of the token, and not because its keys cannot be loaded.',
    todo: 'Where a failed download of keys may answer 401, too, write the fix with --unsafe. Otherwise catch only what the package throws for a bad token.',
  },
  'nothing-returned': {
    text: 'This assumes that no other code relies on the empty answer.',
    todo: 'Look at other calls of the method. Then write the fix with --unsafe.',
  },
  'server-package-missing': {
    text: 'No package.json around this file lists a package that exports the error which the middleware knows.',
    todo: 'Add @modelcontextprotocol/server to the dependencies, then run mcp-auth-codemod again.',
  },
  'context-mixed': {
    text: 'Other values than contexts of SDK v2 may get here, or the callers are not known.',
    todo: 'Read `authInfo` from `ctx.http` in the handler, and pass it on. Or read both: ctx.http?.authInfo ?? ctx.authInfo.',
  },
  'context-asked': {
    text: 'The code asks whether the context has a member `authInfo`, which no context of SDK v2 has.',
    todo: 'Ask for the value where the member is asked for: `ctx.http?.authInfo !== undefined`. Then read it there, too.',
  },
  'context-rest': {
    text: 'The pattern takes the rest of the context, too, which has to keep `http`, and there is no place to read it from.',
    todo: 'Take the context by a name, and read `ctx.http?.authInfo`.',
  },
  'context-may-mix': {
    text: 'This assumes that no object of your own with `authInfo` gets here; not all that may get here can be followed.',
    todo: 'Look where that object goes. If it does not get here, write the fix with --unsafe.',
  },
  'context-type-shared': {
    text: 'The declared type is used for other values, too, so its member cannot move.',
    todo: 'Give the context a type of its own (ServerContext), and read ctx.http?.authInfo.',
  },
  'context-public': {
    text: 'This assumes that nobody outside of this package calls the function or uses the type.',
    todo: 'Look at who does. If they pass contexts of v2, write the fix with --unsafe.',
  },
} as const;
