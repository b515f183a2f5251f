/**
 * What has to be proved of a fix before it may be called safe. An obligation that is not proved makes the fix suggested and
 * is named in the finding; one that is refuted leaves no fix. `explain`, the rule pages and the reports take their texts
 * from here.
 */
export const obligations = {
  'every-mention': 'Every mention of a changed name is found and resolved, in files of every kind.',
  'no-access-by-text': 'No code reaches a renamed member by its name as text.',
  'known-makers':
    'Every value of a changed type is made in this project, by code that the fix changes with it.',
  'not-serialized': 'Nothing on the path copies the value or turns it into text.',
  'query-unchanged': "The query that is passed is the callback's own, whole and unchanged.",
  'no-outside-callers': 'No code outside this project calls or reads what changes.',
  'known-listeners': 'Every listener of an event on the path is found.',
  'absence-kept': 'A missing, null or empty code means the same to every reader as before.',
  'same-outcome':
    'The outcomes for SdkHttpError and InsufficientScopeError differ now, and are the same after the fix.',
  'error-settled': 'The branch settles the error: nothing tries again, or elsewhere, because of it.',
  'members-exist': 'The branch reads no member that InsufficientScopeError lacks.',
  'comments-kept': 'Comments and directives stay with their statements.',
  'only-compared': 'The value is only compared with HTTP statuses.',
  'client-alone': "For 'client', only what holds the client is cleared.",
  'stamp-in-memory':
    "The record is a field of the SDK's own type, in memory, and only the SDK gets it whole.",
  'same-code': 'v1 and v2 give the error the same code, for the same answers.',
  'client-error': 'Every OAuth error that v1 threw here is an OAuthError of the client.',
  'same-members': 'Of the error, only members are read that are the same on v1 and v2.',
  'options-owned': 'The options belong to this transport alone, or to no other that sets them otherwise.',
  'scope-error-handled': 'A handler in this project receives InsufficientScopeError.',
  'iss-advertised': 'The metadata of this application advertises `iss`.',
  'iss-missing': 'This response has no `iss` at run time, and exactly one after the fix.',
  'issuer-matches': 'The value is the issuer of the metadata, at the moment both are made.',
  'stores-keep-issuer': 'Every store that may hold the request keeps the issuer.',
  'exits-found': 'All authorization responses of the provider are found.',
  'option-unread': 'Nothing else reads the option that is removed.',
  'receiver-known': 'The middleware or endpoint that the finding names gets this error, and no other does.',
  'token-at-fault': 'The error means that the token or the code is at fault.',
  'text-fits': 'The text of the error may be shown to the caller, and fits where the SDK writes it.',
  'contexts-only': 'Every value that reaches the read is a context of SDK v2.',
  'type-owned': 'The declared type belongs to the contexts of this project alone.',
  'error-unread': 'No other code depends on the class of the error.',
} as const;

export type ObligationId = keyof typeof obligations;
