/** The peer: an Express app that only stores the body it is sent. What Postroom does beyond that is its price. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import type { ObjectStoreSettings } from '../../src/adapters/s3/create-client';

process.once('message', (settings: ObjectStoreSettings) => {
  const objects = createObjectStore(settings);
  const app = express();
  app.post('/letters', express.raw({ type: () => true, limit: '21mb' }), async (request, response) => {
    await objects.put(`bare/${randomUUID()}`, request.body as Buffer, 'application/json');
    response.status(201).json({});
  });
  const server = app.listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
});
