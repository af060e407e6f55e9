import type { Express, Request, Response } from 'express';
import type { KeyKind } from '../domain/letter';
import type { Service } from '../domain/service';
import { unknownRoute, wrongMethod } from './errors';
import { sendJson } from './send';

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/** The service whose key signed the token, and the kind of that key. */
export interface Caller {
  readonly service: Service;
  readonly keyKind: KeyKind;
}

type Handle<Extra> = (exchange: Exchange & Extra) => Promise<void> | void;
type Verb = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What parameters of the path must look like; a path where one does not is unknown. */
  readonly parameters?: Readonly<Record<string, RegExp>>;
};

/** One row of the route table: who may call it decides what its handler is given. */
export type Route = Verb &
  (
    | { readonly access: 'open'; readonly handle: Handle<unknown> }
    | { readonly access: 'service'; readonly handle: Handle<{ readonly caller: Caller }> }
    | { readonly access: 'operator'; readonly handle: Handle<{ readonly operator: string }> }
  );

/** Each throws the refusal of a request that may not pass. */
export interface Guards {
  service(request: Request): Promise<Caller>;
  operator(request: Request): Promise<string>;
}

/** Lets a request in, or throws; what it returns runs the route's handler. */
async function admit(route: Route, exchange: Exchange, guards: Guards): Promise<() => Promise<void> | void> {
  switch (route.access) {
    case 'open':
      return () => route.handle(exchange);
    case 'service': {
      const caller = await guards.service(exchange.request);
      return () => route.handle({ ...exchange, caller });
    }
    case 'operator': {
      const operator = await guards.operator(exchange.request);
      return () => route.handle({ ...exchange, operator });
    }
  }
}

const fits = ({ parameters = {} }: Route, request: Request): boolean =>
  Object.entries(parameters).every(([name, pattern]) => pattern.test(String(request.params[name])));

/** All methods of one path. A wrong method is refused before anybody is authenticated, as an unknown path is; OPTIONS needs what the path needs. */
function mountPath(app: Express, path: string, routes: readonly Route[], guards: Guards): void {
  const methods = routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  const allow = [...methods, 'OPTIONS'].sort().join(', ');
  app.all(path, async (request, response) => {
    if (!routes.every((route) => fits(route, request))) throw unknownRoute();
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const called = routes.find((route) => route.method === method);
    const asked = called ?? (method === 'OPTIONS' ? routes[0] : undefined);
    if (!asked) throw wrongMethod(allow);
    const handle = await admit(asked, { request, response }, guards);
    if (called) await handle();
    else sendJson(response, { status: 200, body: {}, headers: { Allow: allow } });
  });
}

export function mountRoutes(app: Express, routes: readonly Route[], guards: Guards): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    mountPath(
      app,
      path,
      routes.filter((route) => route.path === path),
      guards,
    );
  }
}
