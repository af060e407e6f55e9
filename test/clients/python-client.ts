import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { OfficialClient, Outcome } from './calls';
import { pythonWithClient } from './python';

type Line = Exclude<Outcome, { kind: 'file' }> | { readonly kind: 'file'; readonly bytes: string };

function outcomeOf(line: string): Outcome {
  const outcome = JSON.parse(line) as Line;
  return outcome.kind === 'file' ? { ...outcome, bytes: Buffer.from(outcome.bytes, 'base64') } : outcome;
}

/** `notifications-python-client` as PyPI has it, in a process of its own that makes one call after the other. */
export async function startPythonClient(): Promise<OfficialClient> {
  const program = spawn(await pythonWithClient(), [join(__dirname, 'drive.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  return {
    call: async ({ url, apiKey }, call) => {
      const content = 'pdf' in call ? { ...call, pdf: call.pdf.toString('base64') } : call;
      program.stdin.write(`${JSON.stringify({ url, apiKey, call: content })}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`drive.py ended with ${String(program.exitCode)}`);
      return outcomeOf(line.value);
    },
    end: async () => {
      program.stdin.end();
      if (program.exitCode === null) await once(program, 'exit');
    },
  };
}
