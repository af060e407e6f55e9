/** A name that cannot lead out of its folder. */
export const isBaseName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);

/** Joins a configured folder and a base name: no path ever comes from data. Throws on anything else. */
export function remotePath(folder: string, name: string): string {
  if (!isBaseName(name)) throw new Error(`Not the base name of a file: ${JSON.stringify(name)}`);
  return `${folder}/${name}`;
}
