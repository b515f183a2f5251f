/** Where a query, or a record with it, gets to code that is not followed. */
export const passedOnRefusals = {
  'record-passed': {
    text: 'This assumes that code which the tool cannot see into does not look for the code in the record that it gets.',
    todo: 'Look at what that code does with the record. If it stores, sends or shows the code, give it what it needs from the query. Then write the fix with --unsafe.',
  },
  'record-shown': {
    text: "This assumes that nobody relies on what is logged here: the log shows the callback's query instead of the code.",
    todo: 'Log only what is needed, such as the names of the members. Then write the fix with --unsafe.',
  },
  'told-again': {
    text: 'This assumes that state which is set again for the same callback starts nothing twice: two queries differ where two codes were equal.',
    todo: 'Look at what runs when the state changes. If it redeems the code, let it do so once for each code. Then write the fix with --unsafe.',
  },
  'page-event': {
    text: 'This assumes that only this project listens to the event, of which the query becomes a part.',
    todo: 'Look for other scripts of the page, and for templates, that listen to it. If one reads the code, change it, too. Then write the fix with --unsafe.',
  },
  'options-read': {
    text: 'This assumes that nothing else which gets the new `iss` here minds it.',
    todo: 'Look at the code that is named here. If it lists, logs, stores or copies what it gets, decide whether `iss` may appear there. Then write the fix with --unsafe.',
  },
} as const;
