// biome-ignore-all lint: these files repeat what the packages declare
// Functions in the cloud: the event or request that a handler is given.
declare module 'aws-lambda' {
  interface EventQuery {
    [name: string]: string | undefined;
  }
  interface EventHeaders {
    [name: string]: string | undefined;
  }
  export interface APIGatewayProxyEvent {
    body: string | null;
    headers: EventHeaders;
    httpMethod: string;
    isBase64Encoded: boolean;
    path: string;
    queryStringParameters: EventQuery | null;
    requestContext: any;
    [member: string]: any;
  }
  export interface APIGatewayProxyEventV2 {
    body?: string;
    headers: EventHeaders;
    isBase64Encoded: boolean;
    queryStringParameters?: EventQuery;
    rawPath: string;
    rawQueryString: string;
    requestContext: any;
    [member: string]: any;
  }
  export type APIGatewayProxyEventV2WithIAMAuthorizer = APIGatewayProxyEventV2;
  export type APIGatewayProxyEventV2WithJWTAuthorizer = APIGatewayProxyEventV2;
  export type LambdaFunctionURLEvent = APIGatewayProxyEventV2;
  export type APIGatewayEvent = APIGatewayProxyEvent;
  export type Context = any;
  export type Handler<E = any, R = any> = (event: E, context: any, callback: any) => any;
  export type APIGatewayProxyHandler = Handler<APIGatewayProxyEvent>;
  export type APIGatewayProxyHandlerV2 = Handler<APIGatewayProxyEventV2>;
  export type LambdaFunctionURLHandler = Handler<LambdaFunctionURLEvent>;
}
declare module '@netlify/functions' {
  export interface HandlerEvent {
    body: string | null;
    headers: Record<string, string | undefined>;
    httpMethod: string;
    path: string;
    queryStringParameters: Record<string, string | undefined> | null;
    rawQuery: string;
    rawUrl: string;
  }
  export type Handler = (event: HandlerEvent, context: any, callback: any) => any;
}
declare module '@vercel/node' {
  import * as http from 'http';
  export interface VercelRequest extends http.IncomingMessage {
    body: any;
    cookies: Record<string, string>;
    query: Record<string, string | string[]>;
  }
  export interface VercelResponse extends http.ServerResponse {
    json(body: any): this;
    redirect(url: string): this;
    redirect(status: number, url: string): this;
    send(body: any): this;
    status(code: number): this;
  }
  export type VercelApiHandler = (req: VercelRequest, res: VercelResponse) => any;
}
declare module '@azure/functions' {
  export interface HttpRequest {
    readonly headers: Headers;
    readonly method: string;
    readonly query: URLSearchParams;
    readonly url: string;
    formData(): Promise<FormData>;
    json(): Promise<unknown>;
    text(): Promise<string>;
  }
  export type InvocationContext = any;
  export type HttpHandler = (request: HttpRequest, context: any) => any;
  interface HttpRoute {
    handler: HttpHandler;
    [option: string]: any;
  }
  export const app: {
    get(name: string, options: HttpHandler | HttpRoute): void;
    http(name: string, options: HttpRoute): void;
    post(name: string, options: HttpHandler | HttpRoute): void;
    [member: string]: any;
  };
}
