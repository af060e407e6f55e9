import express, { type Express } from 'express';
import type { ApiDependencies } from './dependencies';
import { createErrorHandler, unknownRoute } from './errors';
import { createGuards } from './guards';
import { commonHeaders } from './headers';
import { createObserver } from './observe';
import { type Route, mountRoutes } from './route';
import { batchRoutes } from './routes/batches';
import { cancelRoutes } from './routes/cancel';
import { documentationRoutes } from './routes/documentation';
import { healthRoutes } from './routes/health';
import { holdRoutes } from './routes/holds';
import { letterListRoutes } from './routes/letter-list';
import { letterOverlayRoutes } from './routes/letter-overlay';
import { letterPdfRoutes } from './routes/letter-pdf';
import { letterRoutes } from './routes/letters';
import { operatorsLetterRoutes } from './routes/operators-letters';
import { printRunRoutes } from './routes/print-runs';
import { printerEventRoutes } from './routes/printer-events';
import { returnedLetterRoutes } from './routes/returned-letters';
import { templateRoutes } from './routes/templates';
import { textMessageRoutes } from './routes/text-messages';
import { createTimeLimit } from './time-limit';

const ANSWER_WITHIN_MS = 60_000;

/** Every route that exists, with who may call it. */
export const routeTable = (deps: ApiDependencies): readonly Route[] => [
  ...healthRoutes(deps),
  ...letterRoutes(deps),
  ...cancelRoutes(deps),
  ...letterListRoutes(deps),
  ...letterPdfRoutes(deps),
  ...templateRoutes(deps),
  ...textMessageRoutes(deps),
  ...printRunRoutes(deps),
  ...batchRoutes(deps),
  ...holdRoutes(deps),
  ...printerEventRoutes(deps),
  ...returnedLetterRoutes(deps),
  ...operatorsLetterRoutes(deps),
  ...letterOverlayRoutes(deps),
  ...documentationRoutes(),
];

/** The HTTP API. Never listens: its server is the caller's. */
export function createApp(deps: ApiDependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', false);
  app.use(commonHeaders);
  app.use(createObserver(deps.metrics));
  app.use(createTimeLimit(deps.settings.answerWithinMs ?? ANSWER_WITHIN_MS));
  mountRoutes(app, routeTable(deps), createGuards(deps));
  app.use(() => {
    throw unknownRoute();
  });
  app.use(createErrorHandler(deps.log));
  return app;
}
