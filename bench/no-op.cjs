// Parses like any jscodeshift transform and changes nothing: stands in while the rule has none.
module.exports = (file, { jscodeshift }) => {
  jscodeshift(file.source);
  return undefined;
};
