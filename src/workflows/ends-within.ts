import { condition } from '@temporalio/workflow';

/** Whether some work ends in time, well or not; it goes on when it does not. */
export function endsWithin(work: Promise<unknown>, ms: number, summary: string): Promise<boolean> {
  let ended = false;
  const end = () => {
    ended = true;
  };
  void work.then(end, end);
  return condition(() => ended, ms, { summary });
}
