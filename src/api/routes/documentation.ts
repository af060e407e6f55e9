import { readFile } from 'node:fs/promises';
import type { Exchange, Route } from '../route';
import { openApiDocument } from '../openapi/document';
import { sendJson } from '../send';

const PAGE = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Postroom: the API</title>
    <link rel="stylesheet" href="/documentation/swagger-ui.css">
  </head>
  <body>
    <div id="api"></div>
    <script src="/documentation/swagger-ui-bundle.js"></script>
    <script src="/documentation/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true });\n`;

/** Nothing from elsewhere, and nothing sent elsewhere; the page's own styles stand inline. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const sendText =
  (type: string, text: string) =>
  ({ response }: Exchange): void => {
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    response.setHeader('Content-Security-Policy', POLICY);
    response.end(text);
  };

/** Read for each request: whole or not at all, and never answered by a 304. */
const sendAsset =
  (type: string, file: string) =>
  async (exchange: Exchange): Promise<void> =>
    sendText(type, await readFile(file, 'utf8'))(exchange);

const at = (path: string, handle: Route['handle']) => ({ method: 'GET', path, access: 'open', handle }) as Route;

/** The API's description for programs, and a page for people. Its parts come from here and not from elsewhere. */
export function documentationRoutes(): readonly Route[] {
  const document = openApiDocument();
  return [
    at('/openapi.json', ({ response }: Exchange) => sendJson(response, { status: 200, body: document })),
    at('/documentation', sendText('text/html', PAGE)),
    at('/documentation/start.js', sendText('text/javascript', START)),
    at('/documentation/swagger-ui.css', sendAsset('text/css', require.resolve('swagger-ui-dist/swagger-ui.css'))),
    at(
      '/documentation/swagger-ui-bundle.js',
      sendAsset('text/javascript', require.resolve('swagger-ui-dist/swagger-ui-bundle.js')),
    ),
  ];
}
