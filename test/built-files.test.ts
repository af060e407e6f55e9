import { readdirSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { scripts } from '../package.json';

const project = join(__dirname, '..');
/** The compiler takes these along itself. */
const COMPILED = ['.ts', '.json'];

const files = readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !COMPILED.includes(extname(entry.name)))
  .map((entry) => join(entry.parentPath, entry.name).slice(project.length + 1));

describe('The build', () => {
  test('takes along what is no program: migrations, the template of letters, its fonts', () => {
    expect(files.length).toBeGreaterThan(3);
    const copied = scripts.build.split(' ').filter((word) => word.startsWith('src/'));
    const isCopied = (file: string): boolean => copied.some((path) => path === file || path === dirname(file));
    expect(files.filter((file) => !isCopied(file))).toEqual([]);
  });
});
