const BYTE_ORDER_MARK = '\uFEFF';

/** The lines of a text one by one, without ever holding them all; a last newline begins no further line. */
export function* linesOf(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    const newline = text.indexOf('\n', from);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(from, end);
    from = end + 1;
  }
}

/** A line without what its writer's system put around it: a carriage return, and the byte order mark on the first. */
export function bareLine(text: string, lineNumber: number): string {
  const line = lineNumber === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
