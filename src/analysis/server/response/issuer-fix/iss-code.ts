/** `&iss=…` as a template literal. */
export const issQuery = (issuer: string): string => `\`&iss=\${encodeURIComponent(${issuer})}\``;

/** {@link issQuery}, or nothing where the issuer is undefined. */
export const optionalIss = (issuer: string): string => `${issuer} ? ${issQuery(issuer)} : ''`;

/** A spread that adds `iss` to an object where the issuer is known. */
export const spreadIss = (issuer: string): string => `...(${issuer} ? { iss: ${issuer} } : {})`;

/** The same for a list of pairs. */
export const spreadPair = (issuer: string, quote: string): string =>
  `...(${issuer} ? [[${quote}iss${quote}, ${issuer}]] : [])`;
