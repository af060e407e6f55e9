import { readFileSync } from 'node:fs';
import { workflowTypes } from '../../src/contract';
import * as workflows from '../../src/workflows';
import { servers } from '../support/servers';

describe('The workflow bundle', () => {
  it('Exports the workflows by the names that starters and schedules use, and nothing else', () => {
    expect(Object.keys(workflows).sort()).toEqual(Object.values(workflowTypes).sort());
    for (const [key, name] of Object.entries(workflowTypes)) expect(name).toBe(key);
  });

  it('Holds the rules of the domain, the contract and the workflows, and no Node module or vendor library', () => {
    const code = readFileSync(servers().workflowBundlePath, 'utf8');
    const modules = [...code.matchAll(/^ *!\*{3} (\S+)[^\n]*\*{3}!$/gm)].map(([, path]) => path ?? '');
    const sandbox = /^(\.\/node_modules\/(@temporalio\/(common|workflow|worker)|nexus-rpc|ms|long)\/|__temporal_)/;
    const ours = /^\.\/src\/(domain\/|workflows\/|contract\.ts$)/;
    expect(modules.filter((path) => !sandbox.test(path) && !ours.test(path))).toEqual([]);
    expect(modules).toContain('./src/workflows/letter-batch.ts');
  });
});
