import type { FrameworkDefinition } from '../../define-framework.js';
import type { Value } from '../../evaluate/value.js';
import { isNull } from '../../evaluate/value.js';
import type { Environment, Host, ModuleResolver, Source } from '../../framework.js';
import type { Identity, Script } from '../../migration.js';
import { textsOf } from '../javascript/options.js';
import { type Exports, type Run, directionOf, exported, hasState } from '../javascript/module.js';
import { baseName } from '../paths.js';
import { knownOnes, tracedOf } from '../values.js';
import { isUnknown } from '../../value.js';
import { helperNative } from './helper.js';

/** Modules of the repository are found by the host; others say nothing about the schema. */
const modules: ModuleResolver = () => undefined;

function definitionOf({ settings }: Host, { id }: Environment): FrameworkDefinition {
  const found = settings.frameworks?.find(({ name }) => name === id);
  if (!found) throw new Error(`the configuration describes no framework ${id}`);
  return found;
}

export function identify(source: Source, environment: Environment, host: Host): Identity {
  const { identity } = definitionOf(host, environment);
  const base = baseName(source.file).replace(/\.\w+$/u, '');
  const message = base.replace(/^\w?\d+[-_]?/u, '').replace(/[-_]+/gu, ' ').trim();
  const named = { dependsOn: [], labels: [], ...(message !== '' && { message }) };
  if (!identity) return { ...named, id: base, parents: [], sequence: base };
  const names = host.load(source, modules);
  const id = tracedOf(names.get(identity.id));
  const span = id?.pieces[0]?.source;
  return { ...named, id: id?.text ?? base, parents: parentsOf(names.get(identity.parent)), ...(span && { idSpan: span }) };
}

function parentsOf(value: Value | undefined): readonly string[] {
  const names = isNull(value) ? [] : textsOf(value);
  return names === undefined || isUnknown(names) ? [] : knownOnes(names);
}

export function run(source: Source, host: Host): { readonly upgrade: Script; readonly downgrade: Script } {
  const definition = definitionOf(host, host.environment);
  const { upgrade, downgrade } = definition.exports ?? { upgrade: 'upgrade', downgrade: 'downgrade' };
  const own: Run = { source, host, modules };
  const direction = (name: string, names: Exports): Script => directionOf(own, name, exported(names, name), [helperNative(definition, host)], definition.transactional !== false);
  const names = host.load(source, modules);
  // each direction is a program of its own
  return { upgrade: direction(upgrade, names), downgrade: direction(downgrade, hasState(source.text) ? host.load(source, modules) : names) };
}
