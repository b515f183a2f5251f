/** The refusals of the rules for client providers, for routers and for errors of the client; a part of the list in refusals.ts. */
export const clientErrorRefusals = {
  'router-search': {
    text: 'This assumes that the router keeps `iss` in the search of the page, as it does without options for it.',
    todo: 'Look at the options of createRouter. With `search: { strict: true }`, add `iss` to validateSearch. Then write the fix with --unsafe.',
  },
  'provider-clears-more': {
    text: "This assumes that what 'all' clears together with the client may be cleared here, too, as it was with v1.",
    todo: "Check what else is cleared. For 'client', only the stored client has to go: the SDK asks for 'tokens' right after.",
  },
  'provider-shape': {
    text: "The branch for 'all' has no test that could take 'client' as well.",
    todo: "Clear the stored client information for 'client', too: SDK v2 asks for 'client', then for 'tokens', and never for 'all'.",
  },
  'provider-scope-type': {
    text: "The parameter has a named type without 'client', and others may use that type.",
    todo: "Add 'client' to the type, and clear the stored client information for it.",
  },
  'discovery-state-lost': {
    text: 'Only you know where this provider keeps what has to survive the redirect.',
    todo: 'Store the discovery state next to the code verifier, and give it back from discoveryState(). Or implement neither.',
  },
  'issuer-stamp-stored': {
    text: 'The record is stored, sent or given back in a form of your own, which may have readers and a schema.',
    todo: 'Keep `issuer` of what the SDK saves, and give it back with the tokens and the client information.',
  },
  'issuer-unchecked': {
    text: 'Only you know where the metadata is that the login began with.',
    todo: 'Pass `metadata` as it was discovered before the browser was sent out, or let auth() redeem the code.',
  },
  'issuer-not-known': {
    text: 'Only you know which authorization server these credentials belong to.',
    todo: "Pass expectedIssuer: the `issuer` of that server's metadata, exactly as it is there.",
  },
  'validation-off': {
    text: 'The option may have been set for a server whose metadata names another issuer.',
    todo: 'Remove the option. If the login fails then, let that server publish its own issuer.',
  },
  'oauth-error-both': {
    text: 'The same handler may receive OAuth errors of a server, which keep their classes.',
    todo: 'Test for both: the class of the server, and the OAuthError of the client with its `code`.',
  },
  'oauth-error-group': {
    text: 'The test may ask for several classes: through a variable, a list, a table or a `switch`.',
    todo: 'Ask whether the error is an OAuthError of the client, and look its `code` up instead of its class.',
  },
  'oauth-error-shape': {
    text: 'The declared type gives this error an `errorCode`, and others may use that type.',
    todo: 'Give the error the type `unknown`, ask whether it is an OAuthError of the client, and read its `code`.',
  },
  'oauth-error-never': {
    text: 'No client has ever thrown such an error here, with v1 neither: the branch never runs.',
    todo: 'Remove the test, or ask for the error that is meant.',
  },
  'oauth-error-unseen': {
    text: 'This assumes that no OAuth error of a server comes here: not all code is seen that may raise one.',
    todo: 'Check who else calls this, and what is tried. Then write the fix with --unsafe.',
  },
  'oauth-error-shown': {
    text: 'This assumes that nobody relies on the class of the error, or on its name, where it is shown or passed on: it is OAuthError.',
    todo: 'Check what becomes of the error. Then write the fix with --unsafe.',
  },
  'error-computed': {
    text: 'The error is computed where it is tested, and the fix needs it twice.',
    todo: 'Put the error into a constant before the test.',
  },
  'oauth-registration': {
    text: 'A rejected registration is a RegistrationRejectedError now, which has a `status` and no OAuth code.',
    todo: 'Test for RegistrationRejectedError of the client.',
  },
  'oauth-registration-too': {
    text: 'A client may be registered on the way, and a rejected registration is a RegistrationRejectedError now, no OAuthError.',
    todo: 'Check what has to happen for a rejected registration, which has a `status` and no `code`. Then write the fix with --unsafe.',
  },
  'oauth-error-untyped': {
    text: 'This assumes that no other error which comes here has that name, or an `errorCode`: no class is tested.',
    todo: 'Check what else may be caught here. Then write the fix with --unsafe.',
  },
  'oauth-server-error': {
    text: 'This assumes that codes which the SDK does not know are not meant: v1 took each for server_error, v2 keeps them.',
    todo: 'Check what must happen for a code that is not in the list of the SDK. Then write the fix with --unsafe.',
  },
  'status-shape': {
    text: 'The declared type gives this error a `code` that is a number, and an SdkHttpError has a text there.',
    todo: 'Give the error the type `unknown`, and test for an SdkHttpError with this `status` as well.',
  },
  'status-taken-apart': {
    text: 'A pattern takes the error apart at once, so nothing can ask for its class.',
    todo: 'Take the error whole, ask whether it is an SdkHttpError, and compare its `status`.',
  },
  'status-guarded': {
    text: 'A test before or around this one lets only numbers pass, or may do so, and an SdkHttpError has a text there.',
    todo: 'Before that test, ask whether the error is an SdkHttpError, and compare its `status`.',
  },
  'status-table-changed': {
    text: 'Other code changes the list or table that is asked, or gives it: which statuses it holds, and whether a 403 is one, is not known.',
    todo: 'Ask it for `status` where the error is an SdkHttpError, and for 403 where it is an InsufficientScopeError.',
  },
  'status-codes-mixed': {
    text: 'The same value is compared with codes of an SdkHttpError, which are texts, and with statuses.',
    todo: 'Compare `status` with the statuses where the error is an SdkHttpError, and `code` with the codes.',
  },
  'status-shown': {
    text: 'This assumes that nobody relies on the text which is shown, stored or passed on here today: it becomes the status.',
    todo: 'Check what becomes of the value. Then write the fix with --unsafe.',
  },
  'status-passed': {
    text: 'This assumes that nothing else reads `code` of the error that goes on here: it was the status in v1, and is a text now.',
    todo: 'Check what gets the error. Where that reads `code`, let it ask an SdkHttpError for `status`. Then write the fix with --unsafe.',
  },
  'status-range': {
    text: 'This assumes that every status of an SdkHttpError in this range is meant, as it was in v1.',
    todo: 'Check that the range means HTTP statuses. Then write the fix with --unsafe.',
  },
  'package-optional': {
    text: 'The fix imports a class of a package that this file loads later, or that is not always installed: without it, the file would not load.',
    todo: 'Take the class from the module where that is loaded, for instance `error instanceof mcp.SdkHttpError`.',
  },
  'client-package-missing': {
    text: 'Only @modelcontextprotocol/client exports InsufficientScopeError, and no package.json around this file lists that package.',
    todo: 'Add @modelcontextprotocol/client to the dependencies, then run mcp-auth-codemod again.',
  },
} as const;
