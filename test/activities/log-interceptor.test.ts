import { CancelledFailure } from '@temporalio/activity';
import { createLogInterceptor } from '../../src/activities/log-interceptor';
import { finalFailure, inDoubt, retryLater } from '../../src/activities/failures';
import { activityContext } from './run-activity';

type Line = Readonly<Record<string, unknown>>;

function intercept(act: () => Promise<unknown>) {
  const lines: Line[] = [];
  const ended: unknown[] = [];
  const note = (level: string) => (fields: object, message: string) => void lines.push({ level, message, ...fields });
  const interceptor = createLogInterceptor({ info: note('info'), error: note('error') }, (...end) => {
    ended.push(end.slice(0, 2));
  });
  const context = activityContext({ info: { activityType: 'sealBatch', attempt: 2 } });
  return { lines, ended, result: interceptor(context).inbound.execute({}, act) };
}

describe('Each activity', () => {
  it('Row 16: logs its name and the time it took, one line at info', async () => {
    const { lines, ended, result } = intercept(() => Promise.resolve('done'));
    expect(await result).toBe('done');
    const durationMs = expect.any(Number) as number;
    expect(lines).toEqual([{ level: 'info', message: 'activity done', activity: 'sealBatch', attempt: 2, durationMs }]);
    expect(ended).toEqual([['sealBatch', 'done']]);
  });

  it('Row 16: logs its name and the error when it fails, and fails with a type that workflows know', async () => {
    const cause = new TypeError('connection reset');
    const { lines, ended, result } = intercept(() => Promise.reject(cause));
    await expect(result).rejects.toMatchObject({
      type: 'Retry',
      nonRetryable: false,
      message: 'connection reset',
      cause,
    });
    expect(lines).toMatchObject([{ level: 'error', activity: 'sealBatch', error: 'connection reset' }]);
    expect(ended).toEqual([['sealBatch', 'failed']]);
  });

  it('Cancelled it says so without alarm', async () => {
    const cancelled = new CancelledFailure('time-out');
    const { lines, result } = intercept(() => Promise.reject(cancelled));
    await expect(result).rejects.toBe(cancelled);
    expect(lines).toMatchObject([{ level: 'info', message: 'activity cancelled' }]);
  });

  it.each([
    ['tried again', retryLater('later'), { type: 'Retry', nonRetryable: false }],
    ['given up', finalFailure('never'), { type: 'Final', nonRetryable: true }],
    ['looked into first', inDoubt('perhaps'), { type: 'InDoubt', nonRetryable: false }],
  ])('Failures that are %s keep their kind on the way out', async (_title, failure, kind) => {
    await expect(intercept(() => Promise.reject(failure)).result).rejects.toMatchObject(kind);
  });
});
