import { type Library, NULL } from '../../evaluate/value.js';
import { BUILTINS } from './builtins.js';
import { truth } from './comparison.js';
import { formatted } from './format.js';
import { itemOf } from './items.js';
import { attributeOf } from './members.js';
import { binary } from './operators.js';
import { textOf } from './printing.js';
import { standardModule } from './standard-library.js';

/** What Python brings along. It has no state: one library serves any number of runs. */
export function createLibrary(): Library {
  return {
    globals: BUILTINS,
    nothing: NULL,
    module: standardModule,
    truth,
    binary,
    member: attributeOf,
    item: itemOf,
    textOf,
    formatted,
  };
}
