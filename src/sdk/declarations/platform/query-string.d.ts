// biome-ignore-all lint: these files repeat what the packages declare
// The query-string package, which parses into a record.
declare module 'query-string' {
  export interface ParsedQuery<T = string> {
    [key: string]: T | null | Array<T | null>;
  }
  export interface ParsedUrl {
    readonly query: ParsedQuery;
    readonly url: string;
  }
  export function parse(query: string, options?: any): ParsedQuery;
  export function parseUrl(url: string, options?: any): ParsedUrl;
  export function stringify(value: any, options?: any): string;
  const queryString: {
    parse: typeof parse;
    parseUrl: typeof parseUrl;
    stringify: typeof stringify;
  };
  export default queryString;
}
