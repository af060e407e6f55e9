import type { Request } from 'express';
import { parseServiceId } from '../domain/letter';
import type { ServiceStore } from '../ports';
import type { ApiDependencies } from './dependencies';
import { notAuthenticated, unauthorised } from './errors';
import type { Caller, Guards } from './route';
import { type Token, isSignedBy, judgeClaims, readToken } from './token';
import { readUuid } from './uuid';

const SCHEME = 'Bearer ';

/** What follows the scheme. Throws when there is no token or another scheme. */
function bearerOf(request: Request): string {
  const header = request.headers.authorization;
  if (!header) throw unauthorised('Unauthorized: authentication token must be provided');
  if (header.slice(0, SCHEME.length).toLowerCase() !== SCHEME.toLowerCase()) {
    throw unauthorised('Unauthorized: authentication bearer scheme must be used');
  }
  return header.slice(SCHEME.length);
}

const malformed = (documentationUrl: string) =>
  notAuthenticated(`Invalid token: make sure your API token matches the example at ${documentationUrl}`);

function issuerOf(token: Token) {
  if (!('iss' in token.claims)) throw notAuthenticated('Invalid token: iss field not provided');
  const issuer = parseServiceId(readUuid(token.claims['iss']) ?? '');
  if (!issuer) throw notAuthenticated('Invalid token: service id is not the right data type');
  return issuer;
}

type Authentication = NonNullable<Awaited<ReturnType<ServiceStore['authentication']>>>;
type Deps = Pick<ApiDependencies, 'services' | 'clock' | 'settings'>;

/** The key that signed the token; revoked ones can still name themselves for 7 days. */
async function keyOf(token: Token, { service, keys }: Authentication, { clock, settings }: Deps) {
  if (keys.length === 0) throw notAuthenticated('Invalid token: service has no API keys');
  if (!service.active) throw notAuthenticated('Invalid token: service is archived');
  if (token.algorithm !== 'HS256') throw notAuthenticated('Invalid token: algorithm used is not HS256');
  for (const key of keys) {
    if (!(await isSignedBy(token, key.secret))) continue;
    switch (judgeClaims(token.claims, clock.now())) {
      case 'unsigned':
        continue;
      case 'clock':
        throw notAuthenticated('Error: Your system clock must be accurate to within 30 seconds');
      case 'refused':
        throw malformed(settings.documentationUrl);
      case 'valid':
        if (key.revokedAt) throw notAuthenticated('Invalid token: API key revoked');
        return key;
    }
  }
  throw notAuthenticated('Invalid token: API key not found');
}

/** Who calls. The order in which a token is looked at decides which of its faults is named. */
async function authenticateService(request: Request, deps: Deps): Promise<Caller> {
  const token = readToken(bearerOf(request));
  if (!token) throw malformed(deps.settings.documentationUrl);
  const found = await deps.services.authentication(issuerOf(token));
  if (!found) throw notAuthenticated('Invalid token: service not found');
  const key = await keyOf(token, found, deps);
  return { service: found.service, keyKind: key.kind };
}

async function authenticateOperator(request: Request, { services }: Deps): Promise<string> {
  const operator = await services.operatorOf(bearerOf(request));
  if (operator === undefined) throw notAuthenticated('Invalid token: operator not found');
  return operator;
}

export const createGuards = (deps: Deps): Guards => ({
  service: (request) => authenticateService(request, deps),
  operator: (request) => authenticateOperator(request, deps),
});
