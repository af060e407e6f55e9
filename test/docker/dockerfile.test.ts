import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { scripts } from '../../package.json';
import { CHECKOUT, services, textOf } from './compose';

const dockerfile = textOf('Dockerfile');
const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, from = '', name = '']) => ({ from, name }));
const linesOf = (stage: string): string[] => {
  const [, text = ''] = new RegExp(`^FROM \\S+ AS ${stage}$([^]*?)(?=^FROM |$(?![^]))`, 'm').exec(dockerfile) ?? [];
  return text.split('\n').filter((line) => /^[A-Z]/.test(line));
};
/** Of `dist/a/b.js` the TypeScript file it is compiled from. */
const sourceOf = (file: string) =>
  file
    .replace(/^dist\//, 'src/')
    .replace(/^printer\//, 'dev/printer/')
    .replace(/\.js$/, '.ts');
const compilerOptions = (file: string) =>
  (JSON.parse(textOf(file)) as { compilerOptions: Record<string, unknown> }).compilerOptions;

describe('The Dockerfile', () => {
  test('starts each stage from the one pinned Node, 22 on bookworm-slim, or from a stage before it', () => {
    const bases = stages.filter(({ from }, index) => !stages.slice(0, index).some(({ name }) => name === from));
    expect(new Set(bases.map(({ from }) => from)).size).toBe(1);
    expect(bases[0]?.from).toMatch(/^node:22\.\d+\.\d+-bookworm-slim$/);
    expect(dockerfile.match(/^FROM /gm)).toHaveLength(stages.length);
  });

  test('has the targets that compose builds', () => {
    for (const [, { build }] of services) if (build) expect(stages.map(({ name }) => name)).toContain(build.target);
  });

  test('copies what there is, and what .dockerignore lets through', () => {
    const let_through = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words = '']) =>
      words.split(' ').slice(0, -1),
    );
    expect(copied.length).toBeGreaterThan(0);
    for (const path of copied) expect(existsSync(join(CHECKOUT, path))).toBe(true);
    expect([...new Set(copied)].sort()).toEqual(let_through.sort());
  });

  test('installs from the lock file alone, runs no script of a package, and ships no tool of development', () => {
    const installs = [...dockerfile.matchAll(/^RUN (npm (?!run)[^&\n]+)/gm)].map(([, command]) => command);
    expect(installs).toHaveLength(2);
    for (const command of installs) expect(command).toMatch(/^npm ci .*--ignore-scripts/);
    expect(linesOf('dependencies').join()).toContain('--omit=dev');
    expect(linesOf('base')).toContain('COPY --from=dependencies /build/node_modules node_modules');
    expect(linesOf('base').join()).not.toContain('--from=build');
  });

  test.each(['postroom', 'printer'])('runs %s as a user without rights', (stage) => {
    const users = linesOf(stage).filter((line) => line.startsWith('USER'));
    expect(users).toEqual(['USER 1000:1000']);
    expect(linesOf(stage).slice(linesOf(stage).indexOf('USER 1000:1000')).join()).not.toMatch(/RUN|COPY/);
  });

  test('takes the build from where the compiler puts it', () => {
    expect(compilerOptions('tsconfig.build.json')).toMatchObject({ rootDir: 'src', outDir: 'dist' });
    expect(compilerOptions('tsconfig.printer.json')).toMatchObject({ rootDir: 'dev/printer', outDir: 'dist-printer' });
    expect(linesOf('postroom')).toContain('COPY --from=build /build/dist dist');
    expect(linesOf('printer')).toContain('COPY --from=build /build/dist-printer printer');
    expect(linesOf('build').join()).toContain('npm run build && npx tsc -p tsconfig.printer.json');
  });

  test('and docker-compose.yml start files that the build makes, as the scripts of the package do', () => {
    const ours = services.filter(([, { build }]) => build);
    const composed = ours.map(([, { entrypoint = [], command = [] }]) => [...entrypoint, ...command]);
    const baked = [...dockerfile.matchAll(/^CMD (\[.+\])$/gm)].map(([, words = '[]']) => JSON.parse(words) as string[]);
    const started = [...composed, ...baked].filter(([program]) => program === 'node').map(([, file = '']) => file);
    expect(started.length).toBeGreaterThan(6);
    for (const file of started) expect([file, existsSync(join(CHECKOUT, sourceOf(file)))]).toEqual([file, true]);
    const commands = composed.map((words) => words.join(' '));
    for (const script of [scripts.start, scripts.worker, scripts.migrate]) expect(commands).toContain(script);
  });
});
