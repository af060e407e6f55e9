import { pythonRepr } from '../domain/python-text';

/** A JSON value as Notify's messages show it: Python's `repr` with all apostrophes taken out. */
export const pythonText = (value: unknown): string => pythonRepr(value).replaceAll("'", '');
