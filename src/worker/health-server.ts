import { type Server, createServer } from 'node:http';
import type { Worker } from '@temporalio/worker';
import type { Metrics } from '../metrics';

const plain = { 'content-type': 'text/plain; charset=utf-8' };

/** `/healthz` (the process lives), `/readyz` (every queue is polled) and `/metrics`, for the machines that watch a worker. */
export function startHealthServer(port: number, metrics: Metrics, workers: readonly Worker[]): Promise<Server> {
  const ready = () => workers.every((worker) => worker.getState() === 'RUNNING');
  const server = createServer((request, response) => {
    switch (request.url ?? '') {
      case '/healthz':
        return void response.writeHead(200, plain).end('ok\n');
      case '/readyz':
        return void response.writeHead(ready() ? 200 : 503, plain).end(ready() ? 'ready\n' : 'not polling\n');
      case '/metrics':
        return void metrics.registry.metrics().then(
          (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
          () => response.writeHead(500, plain).end('metrics failed\n'),
        );
      default:
        return void response.writeHead(404, plain).end('not found\n');
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });
}
