import { type Library, UNDEFINED } from '../../evaluate/value.js';
import { GLOBALS } from './globals.js';
import { itemOf } from './items.js';
import { memberOf } from './members.js';
import { binary, truth, unary } from './operators.js';
import { textOf } from './printing.js';
import { standardModule } from './standard-modules.js';

/** What JavaScript brings along. It has no state: one library serves any number of runs. */
export function createLibrary(): Library {
  return {
    globals: GLOBALS,
    nothing: UNDEFINED,
    module: standardModule,
    truth,
    binary,
    unary,
    member: memberOf,
    item: itemOf,
    textOf: (value, context) => textOf(value, context),
    formatted: (value, _conversion, _format, context) => textOf(value, context),
  };
}
