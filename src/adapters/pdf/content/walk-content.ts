import { PDFArray, PDFDict, PDFName, PDFNumber } from '@cantoo/pdf-lib';
import { type Words, cutText } from './cut-text';
import { type DrawnContent, type DrawnForm, type Known, fontOf, formOf, nameIn, propertiesOf } from './drawn-content';
import { type Matrix, UNMOVED, matrixOf, then } from './matrix';
import { type Operation, numbersOf, textsOf } from './operations-in';
import { FIRST_STATE, TextCursor, type TextState } from './text-cursor';

/** Thrown where words cannot be cut out of a page exactly; its message says why. */
export class CannotCutError extends Error {}

/** Deeper than any program nests forms. */
const DEEPEST = 20;
/** Far beyond any page of a letter. */
const MOST_OPERATIONS = 2_000_000;
/** Under which a mark says what its content means. */
const SAYINGS = ['ActualText', 'Alt', 'E'];

/** A part of the content that says in words of its own what it draws. */
interface Mark {
  readonly operation: Operation;
  readonly says: 'nothing' | 'here' | 'elsewhere';
}

/** One walk through a page and the forms that it draws, each as often as it is drawn. */
export interface Walk extends Known {
  readonly words: Words;
  operations: number;
}

/** Where in a content the walk is. */
interface Step {
  readonly walk: Walk;
  readonly content: DrawnContent;
  readonly depth: number;
  readonly cursor: TextCursor;
  readonly kept: TextState[];
  readonly marks: Mark[];
}

/** Notes in each content what is to be changed in it. Throws where it cannot be done. */
export function walkContent(walk: Walk, content: DrawnContent, state: TextState = FIRST_STATE, depth = 0): void {
  content.times += 1;
  if (depth > DEEPEST) throw new CannotCutError('forms in forms');
  const step: Step = { walk, content, depth, cursor: new TextCursor(state), kept: [], marks: [] };
  for (const operation of content.operations) {
    walk.operations += 1;
    if (walk.operations > MOST_OPERATIONS) throw new CannotCutError('draws too much');
    OPERATORS.get(operation.operator)?.(step, operation);
  }
  if (content.times > 1 && content.edits.length > 0) throw new CannotCutError('a form drawn more than once');
}

type Texts = readonly (string | number)[];
type Operator = (step: Step, operation: Operation) => void;

const set =
  (change: (numbers: readonly number[], state: TextState) => Partial<TextState>): Operator =>
  ({ cursor, content }, operation) => {
    cursor.state = { ...cursor.state, ...change(numbersOf(content.text, operation), cursor.state) };
  };

const nextLine =
  (moveOf: (numbers: readonly number[], state: TextState) => readonly [number, number]): Operator =>
  ({ cursor, content }, operation) => {
    cursor.nextLine(...moveOf(numbersOf(content.text, operation), cursor.state));
  };

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['q', ({ kept, cursor }) => void kept.push(cursor.state)],
  ['Q', ({ kept, cursor }) => void (cursor.state = kept.pop() ?? cursor.state)],
  ['cm', set((numbers, { matrix }) => ({ matrix: then(matrixOf(numbers), matrix) }))],
  ['Tc', set(([charSpace = NaN]) => ({ charSpace }))],
  ['Tw', set(([wordSpace = NaN]) => ({ wordSpace }))],
  ['Tz', set(([percent = NaN]) => ({ scale: percent / 100 }))],
  ['TL', set(([leading = NaN]) => ({ leading }))],
  ['Ts', set(([rise = NaN]) => ({ rise }))],
  ['Tf', setFont],
  ['BT', ({ cursor }) => cursor.beginAt(UNMOVED)],
  ['Tm', ({ cursor, content }, operation) => cursor.beginAt(matrixOf(numbersOf(content.text, operation)))],
  ['Td', nextLine(([x = NaN, y = NaN]) => [x, y])],
  [
    'TD',
    (step, operation) => {
      set(([, y = NaN]) => ({ leading: -y }))(step, operation);
      nextLine(([x = NaN, y = NaN]) => [x, y])(step, operation);
    },
  ],
  ['T*', nextLine((_, { leading }) => [0, -leading])],
  ['Tj', showText],
  ['TJ', showText],
  ["'", showOnNextLine],
  ['"', showSpaced],
  ['Do', drawForm],
  ['BMC', ({ marks }, operation) => void marks.push({ operation, says: 'nothing' })],
  ['BDC', beginMark],
  ['EMC', ({ marks }) => void marks.pop()],
]);

function setFont({ walk, content, cursor }: Step, operation: Operation): void {
  const name = nameIn(content, operation);
  const size = numbersOf(content.text, operation).at(-1) ?? NaN;
  cursor.state = { ...cursor.state, size, font: name && fontOf(content, name, walk) };
}

/** `before`: what the operator does before it draws. */
function cut({ walk, content, cursor, marks }: Step, operation: Operation, texts: Texts, before = ''): void {
  const array = cutText(texts, cursor, walk.words);
  if (array === undefined) return;
  if (/NaN|Infinity/.test(array)) throw new CannotCutError('unknown widths');
  silence(content, marks);
  content.edits.push({ ...operation, text: `${before}${array} TJ` });
}

function showText(step: Step, operation: Operation): void {
  cut(step, operation, textsOf(step.content.text, operation));
}

function showOnNextLine(step: Step, operation: Operation): void {
  step.cursor.nextLine(0, -step.cursor.state.leading);
  cut(step, operation, textsOf(step.content.text, operation), 'T* ');
}

function showSpaced(step: Step, operation: Operation): void {
  const { content, cursor } = step;
  const [wordSpace = NaN, charSpace = NaN, ...texts] = textsOf(content.text, operation);
  cursor.state = { ...cursor.state, wordSpace: Number(wordSpace), charSpace: Number(charSpace) };
  cursor.nextLine(0, -cursor.state.leading);
  cut(step, operation, texts, `${wordSpace} Tw ${charSpace} Tc T* `);
}

function beginMark({ content, marks }: Step, operation: Operation): void {
  const operands = content.text.slice(operation.from, operation.at);
  const name = operands.includes('<<') ? undefined : nameIn(content, operation);
  const properties = name && propertiesOf(content, name);
  const saysElsewhere = properties instanceof PDFDict && SAYINGS.some((saying) => properties.has(PDFName.of(saying)));
  const saysHere = !name && SAYINGS.some((saying) => operands.includes(`/${saying}`));
  marks.push({ operation, says: saysElsewhere ? 'elsewhere' : saysHere ? 'here' : 'nothing' });
}

/** Around what was cut, nothing says what had been drawn. */
function silence({ text, edits }: DrawnContent, marks: readonly Mark[]): void {
  for (const { operation, says } of marks) {
    if (says === 'elsewhere') throw new CannotCutError('told in its resources');
    if (says === 'nothing' || edits.some(({ from }) => from === operation.from)) continue;
    const [tag] = text.slice(operation.from, operation.at).split(/[\s<]/);
    edits.push({ ...operation, text: `${tag} BMC` });
  }
}

function drawForm({ walk, content, cursor, depth }: Step, operation: Operation): void {
  const name = nameIn(content, operation);
  const form = name && formOf(content, name, walk);
  if (!form) return;
  const { matrix } = cursor.state;
  walkContent(walk, form, { ...cursor.state, matrix: then(matrixOfForm(form), matrix) }, depth + 1);
}

function matrixOfForm({ stream }: DrawnForm): Matrix {
  const told = stream.dict.lookup(PDFName.of('Matrix'));
  if (!(told instanceof PDFArray)) return UNMOVED;
  return matrixOf(
    told.asArray().map((_, index) => {
      const value = told.lookup(index);
      return value instanceof PDFNumber ? value.asNumber() : NaN;
    }),
  );
}
