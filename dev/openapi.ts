/** Writes the API's description for those who read the repository; a test holds it to what is served. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../src/api/openapi/document';

writeFileSync(join(__dirname, '..', 'docs', 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
