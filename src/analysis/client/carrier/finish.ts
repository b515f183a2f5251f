import { takeCode } from './code-get.ts';
import { rewriteComments } from './doc-comments.ts';
import { dropUnread } from './leftovers.ts';
import type { Lift } from './lift.ts';
import { renameBoxes } from './rename-box.ts';
import { renameCarrier } from './rename-carrier.ts';
import { renameField } from './rename-field.ts';
import { writeOptions } from './sink-options.ts';
import { writeBothCalls } from './widened.ts';

/** Writes what needs the whole picture: new names, the other uses of the string, options, and variables that nobody reads. */
export function finishLift(lift: Lift): void {
  lift.aliases.refuseOtherUses(lift.project);
  const { fields, carriers, uses, sinks, bypassed } = lift;
  const fieldName = fields.names.length > 0 ? lift.names.ofFields(fields.all) : '';
  for (const carrier of carriers.all) renameCarrier(lift, carrier, fieldName);
  renameBoxes(lift);
  for (const field of fields.all) rewriteComments(lift, field, fieldName);
  for (const name of fields.names) renameField(lift, name, fieldName);
  for (const expression of uses.plain) takeCode(lift, expression);
  for (const sink of sinks.all()) writeBothCalls(lift, sink, fieldName);
  lift.emptyYet.write(lift.edits);
  for (const [variable, gone] of bypassed.all) dropUnread(lift, variable, gone);
  for (const sink of sinks.all()) if (sink.takes === 'fields') writeOptions(lift, sink);
}
