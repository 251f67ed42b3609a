/** The schema as a reference: every type with its entries (fields, arguments, values), where it is used, and search. */

import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  astFromValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isUnionType,
  print,
} from 'graphql';

/** A field, an argument, an input field or a value of an enumeration. */
export interface Entry {
  /** Unique on the page: `Project`, `Project.indicators`, `Project.indicators.where`. */
  anchor: string;
  name: string;
  type?: GraphQLOutputType | GraphQLInputType;
  defaultValue?: string;
  description: string;
  deprecation?: string;
  arguments: Entry[];
}

export interface TypeEntry extends Entry {
  kind: Kind;
  oneOf: boolean;
  /** Where values of a scalar are specified. */
  specifiedBy?: string;
  entries: Entry[];
  /** The interfaces that it implements. */
  interfaces: string[];
  /** The types that implement it, or of which it is the union. */
  members: string[];
  /** The anchors of the fields and arguments of this type. */
  uses: string[];
}

/** The kinds of types in the order of the page, with the keyword that declares one. */
export const KINDS = {
  query: { label: '질문 Query', keyword: 'type' },
  object: { label: '객체형 Objects', keyword: 'type' },
  interface: { label: '인터페이스 Interfaces', keyword: 'interface' },
  union: { label: '합집합형 Unions', keyword: 'union' },
  enum: { label: '열거형 Enums', keyword: 'enum' },
  scalar: { label: '스칼라 Scalars', keyword: 'scalar' },
  connection: { label: '페이지 Connections', keyword: 'type' },
  input: { label: '입력형 Inputs', keyword: 'input' },
};
export type Kind = keyof typeof KINDS;

/** Return every type of a schema but those of introspection: by kind, then by name. */
export function readTypes(schema: GraphQLSchema): TypeEntry[] {
  const order = Object.keys(KINDS);
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type))
    .map((type) => readType(type, schema))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || compare(a.name, b.name));
  const byName = new Map(types.map((type) => [type.name, type]));
  for (const type of types) {
    for (const entry of type.entries.flatMap((entry) => [entry, ...entry.arguments])) {
      if (entry.type) byName.get(getNamedType(entry.type).name)?.uses.push(entry.anchor);
    }
  }
  return types;
}

function readType(type: GraphQLNamedType, schema: GraphQLSchema): TypeEntry {
  const { name } = type;
  return {
    anchor: name,
    name,
    kind: kindOf(type, schema),
    oneOf: isInputObjectType(type) && type.isOneOf,
    specifiedBy: (isScalarType(type) && type.specifiedByURL) || undefined,
    description: type.description ?? '',
    arguments: [],
    entries: readEntries(type),
    interfaces: isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map((other) => other.name) : [],
    members: isInterfaceType(type) || isUnionType(type) ? schema.getPossibleTypes(type).map((other) => other.name) : [],
    uses: [],
  };
}

/** The names that Relay's specification reserves for pages. */
const CONNECTION = /Connection$|Edge$|^PageInfo$/;

function kindOf(type: GraphQLNamedType, schema: GraphQLSchema): Kind {
  if (type === schema.getQueryType()) return 'query';
  if (isObjectType(type)) return CONNECTION.test(type.name) ? 'connection' : 'object';
  if (isInterfaceType(type)) return 'interface';
  if (isUnionType(type)) return 'union';
  if (isEnumType(type)) return 'enum';
  if (isInputObjectType(type)) return 'input';
  return 'scalar';
}

function readEntries(type: GraphQLNamedType): Entry[] {
  if (isObjectType(type) || isInterfaceType(type)) {
    return Object.values(type.getFields()).map((field) => {
      const anchor = `${type.name}.${field.name}`;
      return { ...readEntry(field, anchor), arguments: field.args.map((argument) => readInput(argument, anchor)) };
    });
  }
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => readInput(field, type.name));
  if (isEnumType(type)) return type.getValues().map((value) => readEntry(value, `${type.name}.${value.name}`));
  return [];
}

type Described = Pick<GraphQLArgument, 'name' | 'description' | 'deprecationReason'> & { type?: Entry['type'] };

function readEntry({ name, type, description, deprecationReason }: Described, anchor: string): Entry {
  return {
    anchor,
    name,
    type,
    description: description ?? '',
    deprecation: deprecationReason ?? undefined,
    arguments: [],
  };
}

function readInput(input: Described & { type: GraphQLInputType; defaultValue?: unknown }, parent: string): Entry {
  const value = astFromValue(input.defaultValue, input.type);
  return { ...readEntry(input, `${parent}.${input.name}`), defaultValue: value ? print(value) : undefined };
}

/** Something that search can find, in lower case. */
interface Indexed {
  entry: Entry;
  name: string;
  anchor: string;
  description: string;
}

/** Return a function that finds types, fields, arguments and values by name or description, best first. */
export function makeSearch(types: TypeEntry[]): (text: string) => Entry[] {
  const index = types
    .flatMap((type) => [type, ...type.entries.flatMap((entry) => [entry, ...entry.arguments])])
    .map((entry): Indexed => ({
      entry,
      name: entry.name.toLowerCase(),
      anchor: entry.anchor.toLowerCase(),
      description: entry.description.toLowerCase(),
    }));
  return (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    return index
      .map((item, position) => ({ item, position, rank: Math.max(...words.map((word) => rankOf(item, word))) }))
      .filter(({ rank }) => rank < MISS)
      .sort((a, b) => a.rank - b.rank || depth(a.item) - depth(b.item) || a.position - b.position)
      .map(({ item }) => item.entry);
  };
}

const MISS = 5;

/** Tell how well a word fits, 0 best: the name itself, its beginning, within it, with its owner's, the description. */
function rankOf({ name, anchor, description }: Indexed, word: string): number {
  if (name === word || anchor === word) return 0;
  if (name.startsWith(word)) return 1;
  if (name.includes(word)) return 2;
  if (word.includes('.') && anchor.includes(word)) return 3;
  return description.includes(word) ? 4 : MISS;
}

/** Types come before their fields, and fields before their arguments. */
function depth({ anchor }: Indexed): number {
  return anchor.split('.').length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
