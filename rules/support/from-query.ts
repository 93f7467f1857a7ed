import type { ActionOf } from '../../src/operation.js';
import { known } from '../../src/value.js';

/** CREATE TABLE AS: the query decides on the types of the columns, and on their names where it takes all of a table. */
export const isFromQuery = ({ like, incomplete, columns }: ActionOf<'createTable'>): boolean =>
  like === undefined && (incomplete === true || (columns.length > 0 && columns.every(({ type }) => known(type) === undefined)));
