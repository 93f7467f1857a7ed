import type { NativeValue, Value } from '../../evaluate/value.js';
import { conditionValue, isNull, nativeFunction, unknownValue } from '../../evaluate/value.js';
import type { Condition, Fact, Name } from '../../operation.js';
import { type Known, isUnknown } from '../../value.js';
import { answer, negated } from '../answer.js';
import { optionsOf } from '../javascript/options.js';
import { stringOf } from '../values.js';
import { namedRows, namesList } from './lists.js';
import { tableKey, tableOf } from './names.js';
import type { Request } from './runtime.js';

const exists = (fact: Fact): Condition => ({ is: 'exists', fact });

const tableNamed = (name: Known<string>): Fact => ({ ask: 'table', table: isUnknown(name) ? name : { name } });

/** What `describeTable` gives: an object with a member for each column. */
function description(table: Known<Name>): NativeValue {
  const column = (name: Known<string> | undefined): Condition | undefined => (name === undefined || isUnknown(name) ? undefined : exists({ ask: 'column', table, column: name }));
  const self: NativeValue = {
    kind: 'native',
    label: 'sequelize.description',
    truth: () => true,
    iterate: () => undefined,
    member: (property) => {
      if (property === 'hasOwnProperty') return nativeFunction('hasOwnProperty', (call) => asCondition(column(stringOf(call.positional[0])), call.span));
      return answer(exists({ ask: 'column', table, column: property }), 'present');
    },
    item: (key, context) => {
      const condition = column(stringOf(key));
      return condition ? answer(condition, 'present') : unknownValue('database', context.span);
    },
    binary: (operator, left, right) => {
      if (right !== self || (operator !== 'in' && operator !== 'notIn')) return undefined;
      const condition = column(stringOf(left));
      return condition && conditionValue(operator === 'in' ? condition : negated(condition));
    },
  };
  return self;
}

const asCondition = (condition: Condition | undefined, span: Request['span']): Value => (condition ? conditionValue(condition) : unknownValue('database', span));

/** `describeTable(table, options)`: where the table is not there, it fails. */
function describeTable({ given: [table, options], span }: Request): Value {
  const schema = options?.kind === 'record' ? optionsOf(options).get('schema') : options?.kind === 'text' ? options : undefined;
  return description(tableKey(tableOf(table, span, isNull(schema) ? undefined : schema), span));
}

const ofTable = ({ given: [table], span }: Request): Known<Name> => tableKey(tableOf(table, span), span);

/** Questions to the database about what there is. */
export const QUESTIONS: Readonly<Record<string, (request: Request) => Value>> = {
  describeTable,
  tableExists: (request) => conditionValue(exists({ ask: 'table', table: ofTable(request) })),
  showAllTables: () => namesList(tableNamed),
  showIndex: (request) => namedRows((index) => ({ ask: 'index', table: ofTable(request), index }), ['name']),
  showConstraint: (request) => namedRows((constraint) => ({ ask: 'constraint', table: ofTable(request), constraint }), ['constraintName']),
  getForeignKeyReferencesForTable: (request) => namedRows((constraint) => ({ ask: 'constraint', table: ofTable(request), constraint }), ['constraintName', 'constraint_name']),
};
